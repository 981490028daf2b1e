-- DropIndex
DROP INDEX "OrderLine_shop_variantId_idx";

-- AlterTable: every line takes the date of its order
ALTER TABLE "OrderLine" ADD COLUMN     "processedAt" TIMESTAMPTZ(3);
ALTER TABLE "Order" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "OrderLine" NO FORCE ROW LEVEL SECURITY;
UPDATE "OrderLine" l SET "processedAt" = o."processedAt" FROM "Order" o WHERE o."shop" = l."shop" AND o."id" = l."orderId";
ALTER TABLE "Order" FORCE ROW LEVEL SECURITY;
ALTER TABLE "OrderLine" FORCE ROW LEVEL SECURITY;
ALTER TABLE "OrderLine" ALTER COLUMN "processedAt" SET NOT NULL;

-- CreateIndex
CREATE INDEX "Order_shop_heardAt_idx" ON "Order"("shop", "heardAt");

-- CreateIndex
CREATE INDEX "OrderLine_shop_variantId_processedAt_idx" ON "OrderLine"("shop", "variantId", "processedAt");

-- CreateIndex
CREATE INDEX "FulfillmentOrder_shop_heardAt_idx" ON "FulfillmentOrder"("shop", "heardAt");

-- CreateIndex
CREATE INDEX "Fulfillment_shop_heardAt_idx" ON "Fulfillment"("shop", "heardAt");

-- CreateIndex
CREATE INDEX "Refund_shop_heardAt_idx" ON "Refund"("shop", "heardAt");

