namespace Msmtp.Cli;

/// <summary>Tells why a mail, or a part of it, was not delivered.</summary>
sealed class FailureReport(Printer printer)
{
    public void Print(DeliveryRecord record)
    {
        var extent = "";
        if (record is { Report.Recipients: var results, Failure: { Stage: DeliveryStage.EndOfData, Reply: null } partial })
        {
            Print(results);
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

    // LMTP answers for each recipient, and some of them may have the mail.
    void Print(IEnumerable<RecipientResult> results)
    {
        foreach (var result in results.Where(static result => result is { IsAccepted: false, Reply: not null }))
        {
            printer.Complain($"the server refuses to send the mail to {result.Recipient.Address}");
            printer.Quote("LMTP server message", result.Reply);
        }
    }
}
