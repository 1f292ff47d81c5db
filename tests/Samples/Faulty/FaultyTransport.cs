using Msmtp;

namespace Faulty;

sealed class FaultyTransport(string fault) : ITransport
{
    static readonly ServerReply Yes = new(250, null, ["ok"]);
    static readonly ServerReply No = new(550, null, ["no"]);

    public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => new(false);

    public ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        Misbehaviour.Of("transport", fault);
        var accepted = mail.Envelope.To.Select(static to => new RecipientResult(to, Yes));
        return new(fault switch
        {
            "report is null" => null!,
            "report about nobody" => new DeliveryReport([]),
            "sent to a refused recipient" => new DeliveryReport([.. mail.Envelope.To.Select(static to => new RecipientResult(to, No))]),
            "sent without the server" => new DeliveryReport([.. accepted]) { FinalReply = No },
            _ => new DeliveryReport([.. accepted]) { FinalReply = Yes },
        });
    }

    public ValueTask DisposeAsync()
    {
        Misbehaviour.Of("closing", fault);
        return default;
    }
}
