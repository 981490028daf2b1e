import type { Domain } from '../../kernel/domain.ts';
import {
  changeTags,
  orderCancel,
  orderCapture,
  orderClose,
  orderCreateManualPayment,
  orderCustomerRemove,
  orderCustomerSet,
  orderDelete,
  orderInvoiceSend,
  orderMarkAsPaid,
  orderOpen,
  orderUpdate,
} from './change.ts';
import { orderCreate } from './create.ts';
import { orderFields } from './fields.ts';
import { orderPayload, refundPayload, transactionPayload } from './payload.ts';

export const orders: Domain = {
  name: 'orders',
  resolvers: {
    ...orderFields,
    Mutation: {
      orderCreate,
      orderUpdate,
      orderClose,
      orderOpen,
      orderCancel,
      orderMarkAsPaid,
      orderCapture,
      orderDelete,
      orderInvoiceSend,
      orderCustomerSet,
      orderCustomerRemove,
      orderCreateManualPayment,
      tagsAdd: changeTags(true),
      tagsRemove: changeTags(false),
    },
  },
  complete: [
    'LineItem',
    'MailingAddress',
    'ShippingLine',
    'TaxLine',
    'OrderTransaction',
    'OrderCancellation',
    'DiscountAllocation',
    'ManualDiscountApplication',
    'DiscountCodeApplication',
    'OrderRiskSummary',
    'PurchasingCompany',
  ],
  payloads: {
    'orders/create': orderPayload,
    'orders/updated': orderPayload,
    'orders/paid': orderPayload,
    'orders/cancelled': orderPayload,
    'orders/fulfilled': orderPayload,
    'orders/partially_fulfilled': orderPayload,
    'orders/delete': (_, id) => ({ id: Number(id.split('/').pop()) }),
    'refunds/create': refundPayload,
    'order_transactions/create': transactionPayload,
  },
};
