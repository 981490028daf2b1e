-- AlterTable
ALTER TABLE "Count" ADD COLUMN     "month" TEXT;

-- AlterTable
ALTER TABLE "CountLine" ADD COLUMN     "away" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "countedBefore" INTEGER,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "sending" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "why" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "CountTerms" (
    "shop" TEXT NOT NULL,
    "linesPerMonth" INTEGER NOT NULL,
    "targetPermille" INTEGER NOT NULL,
    "tolerancePermille" INTEGER NOT NULL,
    "secondLookUnits" INTEGER NOT NULL,
    "secondLookValue" BIGINT,

    CONSTRAINT "CountTerms_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "SlowMoverReview" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "quarter" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SlowMoverReview_pkey" PRIMARY KEY ("shop","inventoryItemId","locationId","quarter")
);


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
