-- AlterTable
ALTER TABLE "Parcel" ADD COLUMN     "proofHash" BYTEA,
ADD COLUMN     "proofSeq" INTEGER;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
