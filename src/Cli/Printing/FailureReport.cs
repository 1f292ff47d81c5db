namespace Msmtp.Cli;

/// <summary>Reports why a mail was not delivered, or not to everybody.</summary>
sealed class FailureReport(Printer printer)
{
    public void Print(DeliveryRecord record)
    {
        if (record.Result.IsSuccess)
        {
            // A queue has it, so that nothing is left to be done: only a person wants to know why.
            printer.Advise(record.Failure?.Message);
            return;
        }
        var extent = "";
        if (record.Failure is { Stage: DeliveryStage.EndOfData, Reply: null } partial && record.Result.Recipients.Any(static recipient => recipient.Reply is not null))
        {
            Print(record.Result.Recipients);
            if (partial.MayHaveBeenDelivered)
                printer.Complain(partial);
            else
                printer.Advise(partial.Advice);
            extent = " to all recipients";
        }
        else if (record.Failure is { } failure)
        {
            printer.Complain(failure);
        }
        printer.Complain($"could not send mail{extent}{(record.Account.Title is { } title ? $" ({title})" : "")}");
    }

    // LMTP replies for each recipient, so some of them may have the mail.
    void Print(IEnumerable<RecipientOutcome> recipients)
    {
        foreach (var refused in recipients.Where(static recipient => recipient is { Outcome: not (SendOutcome.Sent or SendOutcome.Queued), Reply: not null }))
        {
            printer.Complain($"the server refuses to send the mail to {refused.Recipient.Address}");
            printer.Quote("LMTP server message", refused.Reply);
        }
    }
}
