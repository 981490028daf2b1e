-- DropIndex
DROP INDEX "ReorderPoint_shop_advice_daysOfCover_idx";

-- AlterTable
ALTER TABLE "ReorderPoint" ADD COLUMN     "available" INTEGER NOT NULL,
ADD COLUMN     "incoming" INTEGER NOT NULL,
ADD COLUMN     "productId" TEXT,
ADD COLUMN     "sku" TEXT,
ADD COLUMN     "slackDays" DOUBLE PRECISION,
ADD COLUMN     "title" TEXT NOT NULL,
ADD COLUMN     "variantId" TEXT;

-- AlterTable
ALTER TABLE "PortalRequest" ADD COLUMN     "door" TEXT NOT NULL,
ADD COLUMN     "orderName" TEXT NOT NULL,
ADD COLUMN     "trace" JSONB NOT NULL,
ALTER COLUMN "commandId" SET NOT NULL;

-- CreateTable
CREATE TABLE "WaveOrder" (
    "shop" TEXT NOT NULL,
    "waveId" UUID NOT NULL,
    "orderId" TEXT NOT NULL,
    "orderName" TEXT NOT NULL,
    "commandId" UUID,
    "leftOut" TEXT,
    "trackingNumber" TEXT,
    "carrier" TEXT,

    CONSTRAINT "WaveOrder_pkey" PRIMARY KEY ("shop","waveId","orderId")
);

-- CreateIndex
CREATE INDEX "WaveOrder_shop_orderId_idx" ON "WaveOrder"("shop", "orderId");

-- CreateIndex
CREATE INDEX "ReorderPoint_shop_advice_slackDays_idx" ON "ReorderPoint"("shop", "advice", "slackDays");

-- AddForeignKey
ALTER TABLE "WaveOrder" ADD CONSTRAINT "WaveOrder_shop_waveId_fkey" FOREIGN KEY ("shop", "waveId") REFERENCES "Wave"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;

-- Tries at the returns portal, counted by rate-limiter-flexible for all processes together. Hashes and counts only, no shop's
-- data; the library dictates the shape, so it stands outside the tenants' schema like the queue's tables.
CREATE SCHEMA IF NOT EXISTS limits;
CREATE TABLE limits.portal_tries (
    "key" VARCHAR(255) PRIMARY KEY,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT
);
GRANT USAGE ON SCHEMA limits TO backroom_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON limits.portal_tries TO backroom_app;
