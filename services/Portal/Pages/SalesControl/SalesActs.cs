using Ops.Portal.Acts;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Pages.SalesControl.Batches;
using Ops.Portal.Pages.SalesControl.Changes;
using Ops.Portal.Pages.SalesControl.Customers;
using Ops.Portal.Pages.SalesControl.Letting;
using Ops.Portal.Pages.SalesControl.Listing;
using Ops.Portal.Pages.SalesControl.Reservations;
using Ops.Portal.Pages.SalesControl.Subscriptions;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>The commands of sales control.</summary>
internal sealed class SalesActs : IActs
{
    public IReadOnlyList<Act> All { get; } =
    [
        // A unit.
        new Act<SalesControlClient, RegisterReservationRequest>("RegisterReservation", async (sales, on, form, key) =>
            await sales.RegisterReservationAsync(on.Project, on.Unit, form, idempotency_Key: key))
        {
            Form = typeof(RegisterForm),
        },
        new Act<SalesControlClient, SignSubscriptionRequest>("SignSubscription", async (sales, on, form, key) =>
            await sales.SignSubscriptionAsync(on.Project, on.Unit, form, idempotency_Key: key))
        {
            Form = typeof(SignForm),
        },
        new Act<SalesControlClient, GrantDiscountRequest>("AskForDiscount", async (sales, on, form, key) =>
            await sales.AskForDiscountAsync(on.Project, on.Unit, form, idempotency_Key: key)),
        new Act<SalesControlClient, BookLeaseRequest>("BookLease", async (sales, on, form, key) =>
            await sales.BookLeaseAsync(on.Project, on.Unit, form, idempotency_Key: key))
        {
            Form = typeof(BookForm),
        },
        new Act<SalesControlClient, WithholdUnitRequest>("AskForWithholding", async (sales, on, form, key) =>
            await sales.AskForWithholdingAsync(on.Project, on.Unit, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, WithholdUnitRequest>("EndWithholding", async (sales, on, form, key) =>
            await sales.EndWithholdingAsync(on.Project, on.Unit, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, TakeUnitOffRequest>("AskForTakingOff", async (sales, on, form, key) =>
            await sales.AskForTakingOffAsync(on.Project, on.Unit, on.Version, form, idempotency_Key: key)),

        // A reservation, or a place in the line.
        new Act<SalesControlClient>("ApproveReservation", async (sales, on, key) =>
            await sales.ApproveReservationAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<SalesControlClient, RefuseReservationRequest>("RefuseReservation", async (sales, on, form, key) =>
            await sales.RefuseReservationAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, TakeUpOfferRequest>("TakeUpOffer", async (sales, on, form, key) =>
            await sales.TakeUpOfferAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, RenewReservationRequest>("RenewReservation", async (sales, on, form, key) =>
            await sales.RenewReservationAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, ExtendReservationRequest>("AskForExtension", async (sales, on, form, key) =>
            await sales.AskForExtensionAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, PayFirstRequest>("RecordFirstPayment", async (sales, on, form, key) =>
            await sales.RecordFirstPaymentAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient>("YieldPlace", async (sales, on, key) =>
            await sales.YieldPlaceAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<SalesControlClient, LeaveLineRequest>("LeaveLine", async (sales, on, form, key) =>
            await sales.LeaveLineAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, ReleaseReservationRequest>("ReleaseReservation", async (sales, on, form, key) =>
            await sales.ReleaseReservationAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, CorrectReservationRequest>("CorrectReservation", async (sales, on, form, key) =>
            await sales.CorrectReservationAsync(on.Id, on.Version, form, idempotency_Key: key)),

        // What was asked for.
        new Act<SalesControlClient>("ApproveChange", async (sales, on, key) =>
            await sales.ApproveChangeAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<SalesControlClient, DecideChangeWhy>("RefuseChange", async (sales, on, form, key) =>
            await sales.RefuseChangeAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, DecideChangeWhy>("WithdrawChange", async (sales, on, form, key) =>
            await sales.WithdrawChangeAsync(on.Id, on.Version, form, idempotency_Key: key)),

        // A sale.
        new Act<SalesControlClient, RecordPaymentRequest>("RecordPayment", async (sales, on, form, key) =>
            await sales.RecordPaymentAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(PayForm),
        },
        new Act<SalesControlClient, SignContractRequest>("SignContract", async (sales, on, form, key) =>
            await sales.SignContractAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient>("DeliverUnit", async (sales, on, key) =>
            await sales.DeliverUnitAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<SalesControlClient, DelayPaymentRequest>("AskForLatePayment", async (sales, on, form, key) =>
            await sales.AskForLatePaymentAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(LatePaymentForm),
        },
        new Act<SalesControlClient, SwapUnitRequest>("AskForSwap", async (sales, on, form, key) =>
            await sales.AskForSwapAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(SwapForm),
        },
        new Act<SalesControlClient, ChangeOfNameRequest>("AskForChangeOfName", async (sales, on, form, key) =>
            await sales.AskForChangeOfNameAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(ChangeOfNameForm),
        },
        new Act<SalesControlClient, SaleEndingForm>("AskForCancellation", async (sales, on, form, key) =>
            await sales.AskForCancellationAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(EndingForm),
        },
        new Act<SalesControlClient, SaleEndingForm>("AskForForfeiture", async (sales, on, form, key) =>
            await sales.AskForForfeitureAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(EndingForm),
        },

        // A lease.
        new Act<SalesControlClient, SignLeaseRequest>("SignLease", async (sales, on, form, key) =>
            await sales.SignLeaseAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, RenewLeaseRequest>("RenewLease", async (sales, on, form, key) =>
            await sales.RenewLeaseAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, EndLeaseRequest>("EndLease", async (sales, on, form, key) =>
            await sales.EndLeaseAsync(on.Id, on.Version, form, idempotency_Key: key)),

        // A deposit.
        new Act<SalesControlClient, RefundDepositRequest>("RefundDeposit", async (sales, on, form, key) =>
            await sales.RefundDepositAsync(on.Id, on.Version, form, idempotency_Key: key)),

        // A move-in campaign.
        new Act<SalesControlClient, OpenCampaignRequest>("OpenCampaign", async (sales, on, form, key) =>
            await sales.OpenCampaignAsync(on.Project, form, idempotency_Key: key)),
        new Act<SalesControlClient>("EndCampaign", async (sales, on, key) =>
            await sales.EndCampaignAsync(on.Id, on.Version, idempotency_Key: key)),

        // A customer.
        new Act<SalesControlClient, CorrectCustomerRequest>("CorrectCustomer", async (sales, on, form, key) =>
            await sales.CorrectCustomerAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, MergeCustomersRequest>("MergeCustomer", async (sales, on, form, key) =>
            await sales.MergeCustomerAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(MergeForm),
        },

        // A release batch.
        new Act<SalesControlClient, PlanBatchPicked>("AddBatchUnits", async (sales, on, form, key) =>
            await sales.AddBatchUnitsAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(AddUnitsForm),
        },
        new Act<SalesControlClient, PlanBatchRemoved>("RemoveBatchUnits", async (sales, on, form, key) =>
            await sales.RemoveBatchUnitsAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(RemoveUnitsForm),
        },
        new Act<SalesControlClient, GiveQueueNumberRequest>("GiveQueueNumber", async (sales, on, form, key) =>
            await sales.GiveQueueNumberAsync(on.Id, form, idempotency_Key: key))
        {
            Form = typeof(GiveNumberForm),
        },
        new Act<SalesControlClient>("BeginChoosing", async (sales, on, key) =>
            await sales.BeginChoosingAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<SalesControlClient, OpenBatchRequest>("OpenBatch", async (sales, on, form, key) =>
            await sales.OpenBatchAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(OpenForm),
        },

        // A queue number.
        new Act<SalesControlClient>("CallQueueNumber", async (sales, on, key) =>
            await sales.CallQueueNumberAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<SalesControlClient, ChooseUnitRequest>("ChooseUnit", async (sales, on, form, key) =>
            await sales.ChooseUnitAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(ChooseForm),
        },
        new Act<SalesControlClient>("PassOverQueueNumber", async (sales, on, key) =>
            await sales.PassOverQueueNumberAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<SalesControlClient, CallQueueNumberWhy>("ReturnQueueNumber", async (sales, on, form, key) =>
            await sales.ReturnQueueNumberAsync(on.Id, on.Version, form, idempotency_Key: key)),

        // A price list.
        new Act<SalesControlClient>("ApprovePriceList", async (sales, on, key) =>
            await sales.ApprovePriceListAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<SalesControlClient, DropPriceListRequest>("RefusePriceList", async (sales, on, form, key) =>
            await sales.RefusePriceListAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, DropPriceListRequest>("WithdrawPriceList", async (sales, on, form, key) =>
            await sales.WithdrawPriceListAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, PublishPriceListRequest>("PublishPriceList", async (sales, on, form, key) =>
            await sales.PublishPriceListAsync(on.Id, on.Version, form, idempotency_Key: key)),

        // What is new, of which there is nothing yet that could offer it.
        new Act<SalesControlClient, CreateProjectRequest>("CreateProject", async (sales, _, form, key) =>
            await sales.CreateProjectAsync(form, idempotency_Key: key))
        {
            Form = typeof(OpenProject),
        },
        new Act<SalesControlClient, AddUnitKindRequest>("AddUnitKind", async (sales, _, form, key) =>
            await sales.AddUnitKindAsync(form, idempotency_Key: key)),
        new Act<SalesControlClient, RenameUnitKindRequest>("RenameUnitKind", async (sales, on, form, key) =>
            await sales.RenameUnitKindAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<SalesControlClient, PlanBatchRequest>("PlanBatch", async (sales, on, form, key) =>
            await sales.PlanBatchAsync(on.Project, form, idempotency_Key: key))
        {
            Form = typeof(PlanForm),
        },
    ];
}
