-- AlterTable
ALTER TABLE "PurchaseOrder" ADD COLUMN     "lastChange" TEXT NOT NULL DEFAULT 'it was drafted';

-- AlterTable
ALTER TABLE "PurchaseOrderLine" ADD COLUMN     "inIncoming" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "tellingBy" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "tellingId" UUID,
ADD COLUMN     "tellings" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Arrival" ADD COLUMN     "notBooked" TEXT;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
