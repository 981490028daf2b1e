-- A line that no single bin holds is picked from several: a row for each. What was there is the first part of its line.
-- AlterTable
ALTER TABLE "WaveLine" DROP CONSTRAINT "WaveLine_pkey",
ADD COLUMN     "part" INTEGER NOT NULL DEFAULT 1,
ADD CONSTRAINT "WaveLine_pkey" PRIMARY KEY ("shop", "waveId", "fulfillmentOrderLineId", "part");

-- Each line has a first part, so it still rides in one active wave only.
DROP INDEX "WaveLine_one_active_wave";
CREATE UNIQUE INDEX "WaveLine_one_active_wave" ON "WaveLine" ("shop", "fulfillmentOrderLineId", "part") WHERE "active";
CREATE UNIQUE INDEX "WaveLine_one_active_part_of_a_bin" ON "WaveLine" ("shop", "fulfillmentOrderLineId", (coalesce("bin", ''))) WHERE "active";

-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
