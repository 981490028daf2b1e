-- AlterTable
ALTER TABLE "Supplier" ADD COLUMN     "archivedAt" TIMESTAMPTZ(3),
ADD COLUMN     "currency" TEXT,
ADD COLUMN     "email" TEXT,
ADD COLUMN     "minimumValue" BIGINT,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "paymentTerms" TEXT,
ADD COLUMN     "reviewDays" INTEGER,
ALTER COLUMN "leadTimeDays" DROP NOT NULL;

-- CreateTable
CREATE TABLE "PlanEvent" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "firstDay" DATE NOT NULL,
    "lastDay" DATE NOT NULL,
    "scope" TEXT NOT NULL,
    "scopeKeys" TEXT[],
    "offPermille" INTEGER,
    "upliftPermille" INTEGER,
    "source" TEXT NOT NULL,
    "sourceId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PlanEvent_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "PastStockOut" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "firstDay" DATE NOT NULL,
    "lastDay" DATE NOT NULL,

    CONSTRAINT "PastStockOut_pkey" PRIMARY KEY ("shop","inventoryItemId","locationId","firstDay")
);

-- CreateTable
CREATE TABLE "Count" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "locationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "countedAt" TIMESTAMPTZ(3),
    "bookedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Count_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "CountLine" (
    "shop" TEXT NOT NULL,
    "countId" UUID NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "variantId" TEXT,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "barcode" TEXT,
    "bin" TEXT,
    "reason" TEXT NOT NULL,
    "expected" INTEGER,
    "counted" INTEGER,
    "countedAt" TIMESTAMPTZ(3),
    "decision" TEXT NOT NULL DEFAULT 'open',
    "bookedReason" TEXT,
    "commandId" UUID,
    "unitCost" BIGINT,

    CONSTRAINT "CountLine_pkey" PRIMARY KEY ("shop","countId","inventoryItemId")
);

-- CreateTable
CREATE TABLE "SupplierItem" (
    "shop" TEXT NOT NULL,
    "supplierId" UUID NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "rank" INTEGER NOT NULL DEFAULT 1,
    "supplierSku" TEXT,
    "unitCost" BIGINT,
    "minimumOrder" INTEGER,
    "packSize" INTEGER,
    "leadTimeDays" INTEGER,
    "priceBreaks" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "SupplierItem_pkey" PRIMARY KEY ("shop","supplierId","inventoryItemId")
);

-- CreateTable
CREATE TABLE "PurchaseOrder" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "supplierId" UUID NOT NULL,
    "supplierName" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "note" TEXT,
    "dueOn" DATE,
    "extraCosts" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "approvedAt" TIMESTAMPTZ(3),
    "orderedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PurchaseOrder_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "PurchaseOrderLine" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "purchaseOrderId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "variantId" TEXT,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "barcode" TEXT,
    "supplierSku" TEXT,
    "ordered" INTEGER NOT NULL,
    "received" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "unitCost" BIGINT NOT NULL,
    "packSize" INTEGER NOT NULL DEFAULT 1,
    "receiptHash" TEXT,

    CONSTRAINT "PurchaseOrderLine_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Arrival" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "purchaseOrderId" UUID NOT NULL,
    "lineId" UUID NOT NULL,
    "receivingId" UUID NOT NULL,
    "accepted" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "commandId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Arrival_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "SupplierMail" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "purchaseOrderId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "recipient" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "SupplierMail_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "ReorderRule" (
    "shop" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "supplierId" UUID,
    "leadTimeDays" INTEGER,
    "reviewDays" INTEGER,
    "policy" TEXT,
    "targetMeasure" TEXT,
    "targetPermille" INTEGER,
    "minimumOrder" INTEGER,
    "packSize" INTEGER,
    "maxCoverDays" INTEGER,
    "shelfLifeDays" INTEGER,
    "holdingPermille" INTEGER,
    "spareDays" INTEGER,

    CONSTRAINT "ReorderRule_pkey" PRIMARY KEY ("shop","scope","key")
);

-- CreateTable
CREATE TABLE "DemandHistory" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "firstDay" DATE NOT NULL,
    "until" DATE NOT NULL,
    "units" BYTEA NOT NULL,
    "states" BYTEA NOT NULL,
    "method" TEXT,
    "record" JSONB,
    "chosenAt" TIMESTAMPTZ(3),
    "refreshedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DemandHistory_pkey" PRIMARY KEY ("shop","inventoryItemId","locationId")
);

-- CreateTable
CREATE TABLE "ReorderRun" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "places" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "toBuy" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "beatAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "ReorderRun_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "ReorderReceipt" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "hash" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReorderReceipt_pkey" PRIMARY KEY ("shop","inventoryItemId","locationId","day")
);

-- CreateTable
CREATE TABLE "ReorderView" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReorderView_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "BundlePart" (
    "shop" TEXT NOT NULL,
    "bundleVariantId" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "BundlePart_pkey" PRIMARY KEY ("shop","bundleVariantId","inventoryItemId")
);

-- CreateIndex
CREATE INDEX "PlanEvent_shop_firstDay_idx" ON "PlanEvent"("shop", "firstDay");

-- CreateIndex
CREATE UNIQUE INDEX "PlanEvent_shop_source_sourceId_key" ON "PlanEvent"("shop", "source", "sourceId");

-- CreateIndex
CREATE INDEX "Count_shop_state_createdAt_idx" ON "Count"("shop", "state", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Count_shop_number_key" ON "Count"("shop", "number");

-- CreateIndex
CREATE INDEX "CountLine_shop_inventoryItemId_idx" ON "CountLine"("shop", "inventoryItemId");

-- CreateIndex
CREATE INDEX "SupplierItem_shop_inventoryItemId_rank_idx" ON "SupplierItem"("shop", "inventoryItemId", "rank");

-- CreateIndex
CREATE INDEX "PurchaseOrder_shop_state_createdAt_idx" ON "PurchaseOrder"("shop", "state", "createdAt");

-- CreateIndex
CREATE INDEX "PurchaseOrder_shop_supplierId_idx" ON "PurchaseOrder"("shop", "supplierId");

-- CreateIndex
CREATE UNIQUE INDEX "PurchaseOrder_shop_number_key" ON "PurchaseOrder"("shop", "number");

-- CreateIndex
CREATE INDEX "PurchaseOrderLine_shop_purchaseOrderId_idx" ON "PurchaseOrderLine"("shop", "purchaseOrderId");

-- CreateIndex
CREATE INDEX "PurchaseOrderLine_shop_inventoryItemId_idx" ON "PurchaseOrderLine"("shop", "inventoryItemId");

-- CreateIndex
CREATE INDEX "Arrival_shop_lineId_idx" ON "Arrival"("shop", "lineId");

-- CreateIndex
CREATE INDEX "Arrival_shop_purchaseOrderId_idx" ON "Arrival"("shop", "purchaseOrderId");

-- CreateIndex
CREATE UNIQUE INDEX "Arrival_shop_receivingId_lineId_key" ON "Arrival"("shop", "receivingId", "lineId");

-- CreateIndex
CREATE INDEX "SupplierMail_shop_state_nextAttemptAt_idx" ON "SupplierMail"("shop", "state", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "SupplierMail_shop_purchaseOrderId_version_key" ON "SupplierMail"("shop", "purchaseOrderId", "version");

-- CreateIndex
CREATE INDEX "ReorderRun_shop_startedAt_idx" ON "ReorderRun"("shop", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ReorderView_shop_name_key" ON "ReorderView"("shop", "name");

-- CreateIndex
CREATE INDEX "BundlePart_shop_inventoryItemId_idx" ON "BundlePart"("shop", "inventoryItemId");

-- AddForeignKey
ALTER TABLE "CountLine" ADD CONSTRAINT "CountLine_shop_countId_fkey" FOREIGN KEY ("shop", "countId") REFERENCES "Count"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SupplierItem" ADD CONSTRAINT "SupplierItem_shop_supplierId_fkey" FOREIGN KEY ("shop", "supplierId") REFERENCES "Supplier"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PurchaseOrderLine" ADD CONSTRAINT "PurchaseOrderLine_shop_purchaseOrderId_fkey" FOREIGN KEY ("shop", "purchaseOrderId") REFERENCES "PurchaseOrder"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Arrival" ADD CONSTRAINT "Arrival_shop_purchaseOrderId_fkey" FOREIGN KEY ("shop", "purchaseOrderId") REFERENCES "PurchaseOrder"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SupplierMail" ADD CONSTRAINT "SupplierMail_shop_purchaseOrderId_fkey" FOREIGN KEY ("shop", "purchaseOrderId") REFERENCES "PurchaseOrder"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- New tables get their row-level security.
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
