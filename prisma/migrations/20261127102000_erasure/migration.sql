-- CreateTable
CREATE TABLE "Erasure" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "customerId" TEXT,
    "orderIds" TEXT[],
    "askedAt" TIMESTAMPTZ(6) NOT NULL,
    "after" TEXT DEFAULT '',

    CONSTRAINT "Erasure_pkey" PRIMARY KEY ("shop","id")
);

-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
