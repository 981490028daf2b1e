-- AlterTable
ALTER TABLE "Parcel" ADD COLUMN     "collectedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "LabelAccess" (
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "says" TEXT,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LabelAccess_pkey" PRIMARY KEY ("shop")
);


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
