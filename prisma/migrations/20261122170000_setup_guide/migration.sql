-- CreateTable
CREATE TABLE "SetupGuide" (
    "shop" TEXT NOT NULL,
    "hiddenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SetupGuide_pkey" PRIMARY KEY ("shop")
);

-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
