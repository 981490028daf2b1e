-- AlterTable
ALTER TABLE "Reread" ADD COLUMN "goneAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Tombstone" ADD COLUMN "byReading" BOOLEAN NOT NULL DEFAULT false;
