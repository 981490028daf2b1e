-- DropIndex
DROP INDEX "OrderCheck_shop_state_idx";

-- AlterTable
ALTER TABLE "OrderCheck" ADD COLUMN     "orderName" TEXT NOT NULL,
ADD COLUMN     "placedAt" TIMESTAMPTZ(3) NOT NULL;

-- CreateIndex
CREATE INDEX "OrderCheck_shop_state_placedAt_idx" ON "OrderCheck"("shop", "state", "placedAt");


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
