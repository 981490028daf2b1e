-- AlterTable
ALTER TABLE "PackTerms" ADD COLUMN     "eori" TEXT,
ADD COLUMN     "ioss" TEXT,
ADD COLUMN     "vatNumber" TEXT;
