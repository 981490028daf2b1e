-- CreateTable
CREATE TABLE "StockTransfer" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "fromLocationId" TEXT NOT NULL,
    "toLocationId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "commandId" UUID NOT NULL,
    "shopifyId" TEXT,
    "name" TEXT,
    "problem" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lookedAt" TIMESTAMPTZ(3),

    CONSTRAINT "StockTransfer_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "StockTransferLine" (
    "shop" TEXT NOT NULL,
    "transferId" UUID NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "units" INTEGER NOT NULL,
    "unshipped" INTEGER NOT NULL,

    CONSTRAINT "StockTransferLine_pkey" PRIMARY KEY ("shop","transferId","inventoryItemId")
);

-- CreateIndex
CREATE INDEX "StockTransfer_shop_state_createdAt_idx" ON "StockTransfer"("shop", "state", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "StockTransfer_shop_requestId_fromLocationId_toLocationId_key" ON "StockTransfer"("shop", "requestId", "fromLocationId", "toLocationId");

-- CreateIndex
CREATE INDEX "StockTransferLine_shop_inventoryItemId_idx" ON "StockTransferLine"("shop", "inventoryItemId");

-- AddForeignKey
ALTER TABLE "StockTransferLine" ADD CONSTRAINT "StockTransferLine_shop_transferId_fkey" FOREIGN KEY ("shop", "transferId") REFERENCES "StockTransfer"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
