-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Event" (
    "shop" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seq" BIGSERIAL NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("shop","key")
);

-- CreateTable
CREATE TABLE "EventCursor" (
    "shop" TEXT NOT NULL,
    "reader" TEXT NOT NULL,
    "seq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "EventCursor_pkey" PRIMARY KEY ("shop","reader")
);

-- CreateTable
CREATE TABLE "ShopDirectory" (
    "shop" TEXT NOT NULL,
    "installed" BOOLEAN NOT NULL DEFAULT true,
    "installedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ShopDirectory_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "DailyFigure" (
    "shop" TEXT NOT NULL,
    "figure" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "slice" TEXT NOT NULL DEFAULT '',
    "state" JSONB NOT NULL,

    CONSTRAINT "DailyFigure_pkey" PRIMARY KEY ("shop","figure","day","slice")
);

-- CreateTable
CREATE TABLE "Inbox" (
    "shop" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "eventId" TEXT,
    "apiVersion" TEXT,
    "triggeredAt" TIMESTAMPTZ(6) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payload" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'new',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Inbox_pkey" PRIMARY KEY ("shop","webhookId")
);

-- CreateTable
CREATE TABLE "Reread" (
    "shop" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "Reread_pkey" PRIMARY KEY ("shop","kind","id")
);

-- CreateTable
CREATE TABLE "Tombstone" (
    "shop" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "deletedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Tombstone_pkey" PRIMARY KEY ("shop","kind","id")
);

-- CreateTable
CREATE TABLE "Shop" (
    "shop" TEXT NOT NULL,
    "shopifyId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "plan" TEXT,
    "country" TEXT,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Shop_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "Order" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "processedAt" TIMESTAMPTZ(3) NOT NULL,
    "cancelledAt" TIMESTAMPTZ(3),
    "cancelReason" TEXT,
    "closedAt" TIMESTAMPTZ(3),
    "test" BOOLEAN NOT NULL DEFAULT false,
    "currency" TEXT NOT NULL,
    "financialStatus" TEXT NOT NULL,
    "fulfillmentStatus" TEXT NOT NULL,
    "subtotal" BIGINT NOT NULL,
    "shipping" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "refunded" BIGINT NOT NULL,
    "customerId" TEXT,
    "tags" TEXT[],
    "sourceName" TEXT,
    "shipCountry" TEXT,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "OrderLine" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "productId" TEXT,
    "variantId" TEXT,
    "sku" TEXT,
    "title" TEXT NOT NULL,
    "variantTitle" TEXT,
    "quantity" INTEGER NOT NULL,
    "currentQuantity" INTEGER NOT NULL,
    "fulfillableQuantity" INTEGER NOT NULL,
    "unitPrice" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL,
    "requiresShipping" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "OrderLine_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "OrderContact" (
    "shop" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "customerId" TEXT,
    "sealed" BYTEA NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "OrderContact_pkey" PRIMARY KEY ("shop","orderId")
);

-- CreateTable
CREATE TABLE "FulfillmentOrder" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "requestStatus" TEXT,
    "locationId" TEXT,
    "deliveryMethod" TEXT,
    "fulfillAt" TIMESTAMPTZ(3),
    "fulfillBy" TIMESTAMPTZ(3),
    "holds" JSONB NOT NULL DEFAULT '[]',
    "supportedActions" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "FulfillmentOrder_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "FulfillmentOrderLine" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "fulfillmentOrderId" TEXT NOT NULL,
    "orderLineId" TEXT NOT NULL,
    "inventoryItemId" TEXT,
    "variantId" TEXT,
    "totalQuantity" INTEGER NOT NULL,
    "remainingQuantity" INTEGER NOT NULL,

    CONSTRAINT "FulfillmentOrderLine_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Fulfillment" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "name" TEXT,
    "status" TEXT NOT NULL,
    "locationId" TEXT,
    "trackingCompany" TEXT,
    "trackingNumbers" TEXT[],
    "trackingUrls" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Fulfillment_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "FulfillmentLine" (
    "shop" TEXT NOT NULL,
    "fulfillmentId" TEXT NOT NULL,
    "orderLineId" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "FulfillmentLine_pkey" PRIMARY KEY ("shop","fulfillmentId","orderLineId")
);

-- CreateTable
CREATE TABLE "Refund" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "returnId" TEXT,
    "currency" TEXT NOT NULL,
    "total" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Refund_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "RefundLine" (
    "shop" TEXT NOT NULL,
    "refundId" TEXT NOT NULL,
    "orderLineId" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "restockType" TEXT NOT NULL,
    "locationId" TEXT,
    "subtotal" BIGINT NOT NULL,

    CONSTRAINT "RefundLine_pkey" PRIMARY KEY ("shop","refundId","orderLineId","restockType")
);

-- CreateTable
CREATE TABLE "Return" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "declineReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Return_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "ReturnLine" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "returnId" TEXT NOT NULL,
    "orderLineId" TEXT,
    "fulfillmentLineItemId" TEXT,
    "quantity" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "reasonNote" TEXT,
    "processedQuantity" INTEGER NOT NULL DEFAULT 0,
    "refundedQuantity" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ReturnLine_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Product" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "productType" TEXT NOT NULL,
    "tags" TEXT[],
    "imageUrl" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Product_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Variant" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "inventoryItemId" TEXT,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "barcode" TEXT,
    "price" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Variant_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "InventoryItem" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "variantId" TEXT,
    "sku" TEXT,
    "tracked" BOOLEAN NOT NULL,
    "requiresShipping" BOOLEAN NOT NULL DEFAULT true,
    "unitCost" BIGINT,
    "costCurrency" TEXT,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "InventoryItem_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "InventoryLevel" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "available" INTEGER NOT NULL,
    "onHand" INTEGER,
    "committed" INTEGER,
    "incoming" INTEGER,
    "reserved" INTEGER,
    "damaged" INTEGER,
    "safetyStock" INTEGER,
    "qualityControl" INTEGER,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "InventoryLevel_pkey" PRIMARY KEY ("shop","inventoryItemId","locationId")
);

-- CreateTable
CREATE TABLE "Location" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL,
    "fulfillsOnline" BOOLEAN NOT NULL DEFAULT true,
    "country" TEXT,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Location_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Customer" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Customer_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "SyncRun" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stage" TEXT,
    "progress" JSONB NOT NULL DEFAULT '{}',
    "objects" INTEGER NOT NULL DEFAULT 0,
    "drift" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beatAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "SyncRun_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Drift" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "mirrored" JSONB,
    "actual" JSONB,
    "foundAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "healedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Drift_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "OrderCheck" (
    "shop" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reasons" JSONB NOT NULL DEFAULT '[]',
    "overridden" BOOLEAN NOT NULL DEFAULT false,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OrderCheck_pkey" PRIMARY KEY ("shop","orderId")
);

-- CreateTable
CREATE TABLE "Bin" (
    "shop" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Bin_pkey" PRIMARY KEY ("shop","locationId","inventoryItemId")
);

-- CreateTable
CREATE TABLE "Wave" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "locationId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "releasedAt" TIMESTAMPTZ(3),
    "pickedAt" TIMESTAMPTZ(3),
    "shippedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Wave_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "WaveLine" (
    "shop" TEXT NOT NULL,
    "waveId" UUID NOT NULL,
    "fulfillmentOrderLineId" TEXT NOT NULL,
    "fulfillmentOrderId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "orderName" TEXT NOT NULL,
    "inventoryItemId" TEXT,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "bin" TEXT,
    "position" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "picked" INTEGER NOT NULL DEFAULT 0,
    "short" INTEGER NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "WaveLine_pkey" PRIMARY KEY ("shop","waveId","fulfillmentOrderLineId")
);

-- CreateTable
CREATE TABLE "Supplier" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "leadTimeDays" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Supplier_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "ReorderSetting" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "supplierId" UUID,
    "leadTimeDays" INTEGER,
    "reviewDays" INTEGER,
    "safetyDays" INTEGER,
    "minimumOrder" INTEGER,
    "packSize" INTEGER,

    CONSTRAINT "ReorderSetting_pkey" PRIMARY KEY ("shop","inventoryItemId","locationId")
);

-- CreateTable
CREATE TABLE "ReorderDefaults" (
    "shop" TEXT NOT NULL,
    "leadTimeDays" INTEGER NOT NULL DEFAULT 14,
    "reviewDays" INTEGER NOT NULL DEFAULT 7,
    "safetyDays" INTEGER NOT NULL DEFAULT 7,
    "windowDays" INTEGER NOT NULL DEFAULT 90,

    CONSTRAINT "ReorderDefaults_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "ReorderPoint" (
    "shop" TEXT NOT NULL,
    "inventoryItemId" TEXT NOT NULL,
    "locationId" TEXT NOT NULL,
    "advice" TEXT NOT NULL,
    "reorderPoint" INTEGER NOT NULL,
    "orderUpTo" INTEGER NOT NULL,
    "suggested" INTEGER NOT NULL,
    "dailyDemand" DOUBLE PRECISION NOT NULL,
    "daysInStock" INTEGER NOT NULL,
    "daysOfCover" DOUBLE PRECISION,
    "inputs" JSONB NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReorderPoint_pkey" PRIMARY KEY ("shop","inventoryItemId","locationId")
);

-- CreateTable
CREATE TABLE "ReturnPolicy" (
    "shop" TEXT NOT NULL,
    "windowDays" INTEGER NOT NULL DEFAULT 30,
    "finalSaleTags" TEXT[] DEFAULT ARRAY['final-sale']::TEXT[],
    "needsApproval" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "ReturnPolicy_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "PortalRequest" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "orderId" TEXT NOT NULL,
    "lines" JSONB NOT NULL,
    "commandId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PortalRequest_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "Session" (
    "shop" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "accessToken" TEXT NOT NULL,
    "userId" BIGINT,
    "refreshToken" TEXT,
    "refreshTokenExpires" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "ApiBudget" (
    "shop" TEXT NOT NULL,
    "maximum" DOUBLE PRECISION NOT NULL DEFAULT 2000,
    "available" DOUBLE PRECISION NOT NULL DEFAULT 2000,
    "restoreRate" DOUBLE PRECISION NOT NULL DEFAULT 100,
    "asOf" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiBudget_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "Command" (
    "shop" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "variables" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    "answer" JSONB,
    "problem" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Command_pkey" PRIMARY KEY ("shop","id")
);

-- CreateIndex
CREATE INDEX "Event_shop_type_at_idx" ON "Event"("shop", "type", "at");

-- CreateIndex
CREATE INDEX "Event_shop_subject_at_idx" ON "Event"("shop", "subject", "at");

-- CreateIndex
CREATE INDEX "Event_shop_seq_idx" ON "Event"("shop", "seq");

-- CreateIndex
CREATE INDEX "Inbox_shop_state_receivedAt_idx" ON "Inbox"("shop", "state", "receivedAt");

-- CreateIndex
CREATE INDEX "Order_shop_createdAt_idx" ON "Order"("shop", "createdAt");

-- CreateIndex
CREATE INDEX "Order_shop_fulfillmentStatus_createdAt_idx" ON "Order"("shop", "fulfillmentStatus", "createdAt");

-- CreateIndex
CREATE INDEX "Order_shop_customerId_idx" ON "Order"("shop", "customerId");

-- CreateIndex
CREATE INDEX "OrderLine_shop_orderId_idx" ON "OrderLine"("shop", "orderId");

-- CreateIndex
CREATE INDEX "OrderLine_shop_variantId_idx" ON "OrderLine"("shop", "variantId");

-- CreateIndex
CREATE INDEX "OrderContact_shop_customerId_idx" ON "OrderContact"("shop", "customerId");

-- CreateIndex
CREATE INDEX "FulfillmentOrder_shop_orderId_idx" ON "FulfillmentOrder"("shop", "orderId");

-- CreateIndex
CREATE INDEX "FulfillmentOrder_shop_status_idx" ON "FulfillmentOrder"("shop", "status");

-- CreateIndex
CREATE INDEX "FulfillmentOrderLine_shop_fulfillmentOrderId_idx" ON "FulfillmentOrderLine"("shop", "fulfillmentOrderId");

-- CreateIndex
CREATE INDEX "FulfillmentOrderLine_shop_orderLineId_idx" ON "FulfillmentOrderLine"("shop", "orderLineId");

-- CreateIndex
CREATE INDEX "Fulfillment_shop_orderId_idx" ON "Fulfillment"("shop", "orderId");

-- CreateIndex
CREATE INDEX "Refund_shop_orderId_idx" ON "Refund"("shop", "orderId");

-- CreateIndex
CREATE INDEX "Return_shop_orderId_idx" ON "Return"("shop", "orderId");

-- CreateIndex
CREATE INDEX "Return_shop_status_idx" ON "Return"("shop", "status");

-- CreateIndex
CREATE INDEX "ReturnLine_shop_returnId_idx" ON "ReturnLine"("shop", "returnId");

-- CreateIndex
CREATE INDEX "Variant_shop_productId_idx" ON "Variant"("shop", "productId");

-- CreateIndex
CREATE INDEX "Variant_shop_sku_idx" ON "Variant"("shop", "sku");

-- CreateIndex
CREATE INDEX "Variant_shop_inventoryItemId_idx" ON "Variant"("shop", "inventoryItemId");

-- CreateIndex
CREATE INDEX "InventoryItem_shop_variantId_idx" ON "InventoryItem"("shop", "variantId");

-- CreateIndex
CREATE INDEX "InventoryLevel_shop_locationId_idx" ON "InventoryLevel"("shop", "locationId");

-- CreateIndex
CREATE INDEX "SyncRun_shop_kind_startedAt_idx" ON "SyncRun"("shop", "kind", "startedAt");

-- CreateIndex
CREATE INDEX "Drift_shop_foundAt_idx" ON "Drift"("shop", "foundAt");

-- CreateIndex
CREATE INDEX "OrderCheck_shop_state_idx" ON "OrderCheck"("shop", "state");

-- CreateIndex
CREATE INDEX "Bin_shop_locationId_name_idx" ON "Bin"("shop", "locationId", "name");

-- CreateIndex
CREATE INDEX "Wave_shop_state_createdAt_idx" ON "Wave"("shop", "state", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Wave_shop_number_key" ON "Wave"("shop", "number");

-- CreateIndex
CREATE INDEX "WaveLine_shop_fulfillmentOrderLineId_idx" ON "WaveLine"("shop", "fulfillmentOrderLineId");

-- CreateIndex
CREATE UNIQUE INDEX "Supplier_shop_name_key" ON "Supplier"("shop", "name");

-- CreateIndex
CREATE INDEX "ReorderPoint_shop_advice_daysOfCover_idx" ON "ReorderPoint"("shop", "advice", "daysOfCover");

-- CreateIndex
CREATE INDEX "PortalRequest_shop_orderId_idx" ON "PortalRequest"("shop", "orderId");

-- CreateIndex
CREATE INDEX "Command_shop_state_nextAttemptAt_idx" ON "Command"("shop", "state", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "Command_shop_subject_idx" ON "Command"("shop", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "Command_shop_idempotencyKey_key" ON "Command"("shop", "idempotencyKey");

-- AddForeignKey
ALTER TABLE "OrderLine" ADD CONSTRAINT "OrderLine_shop_orderId_fkey" FOREIGN KEY ("shop", "orderId") REFERENCES "Order"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FulfillmentOrderLine" ADD CONSTRAINT "FulfillmentOrderLine_shop_fulfillmentOrderId_fkey" FOREIGN KEY ("shop", "fulfillmentOrderId") REFERENCES "FulfillmentOrder"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FulfillmentLine" ADD CONSTRAINT "FulfillmentLine_shop_fulfillmentId_fkey" FOREIGN KEY ("shop", "fulfillmentId") REFERENCES "Fulfillment"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RefundLine" ADD CONSTRAINT "RefundLine_shop_refundId_fkey" FOREIGN KEY ("shop", "refundId") REFERENCES "Refund"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReturnLine" ADD CONSTRAINT "ReturnLine_shop_returnId_fkey" FOREIGN KEY ("shop", "returnId") REFERENCES "Return"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Variant" ADD CONSTRAINT "Variant_shop_productId_fkey" FOREIGN KEY ("shop", "productId") REFERENCES "Product"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WaveLine" ADD CONSTRAINT "WaveLine_shop_waveId_fkey" FOREIGN KEY ("shop", "waveId") REFERENCES "Wave"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Each fulfillment-order line rides in at most one wave that was not canceled.
CREATE UNIQUE INDEX "WaveLine_one_active_wave" ON "WaveLine" ("shop", "fulfillmentOrderLineId") WHERE "active";

-- The role the app connects as: it owns no table and cannot bypass row-level security.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'backroom_app') THEN
    CREATE ROLE backroom_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO backroom_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO backroom_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO backroom_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO backroom_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO backroom_app;
DO $$ BEGIN
  IF to_regclass('"_prisma_migrations"') IS NOT NULL THEN
    REVOKE ALL ON TABLE "_prisma_migrations" FROM backroom_app;
  END IF;
END $$;

-- The queue keeps its own tables (pg-boss makes and migrates them); they hold shop names and ids, no shop's data.
GRANT backroom_app TO CURRENT_USER;
CREATE SCHEMA IF NOT EXISTS pgboss AUTHORIZATION backroom_app;

-- Every migration ends with a call of this: a tenant table without its policy cannot slip in.
CREATE FUNCTION backroom_protect_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE t regclass;
BEGIN
  FOR t IN
    SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND c.relname NOT IN ('ShopDirectory', '_prisma_migrations')
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_shop ON %s USING ("shop" = current_setting(''backroom.shop'', true)) WITH CHECK ("shop" = current_setting(''backroom.shop'', true))', t);
  END LOOP;
END $$;
DO $$ BEGIN PERFORM backroom_protect_tables(); END $$;
