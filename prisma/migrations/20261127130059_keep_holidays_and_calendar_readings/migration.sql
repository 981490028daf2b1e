-- CreateTable
CREATE TABLE "HolidaySetting" (
    "shop" TEXT NOT NULL,
    "country" TEXT,
    "region" TEXT,
    "closedOn" TEXT[],

    CONSTRAINT "HolidaySetting_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "CalendarReading" (
    "shop" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,
    "problem" TEXT,
    "denied" BOOLEAN NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,
    "leftOut" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CalendarReading_pkey" PRIMARY KEY ("shop","source")
);


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
