namespace Msmtp.Hosting;

/// <summary>
/// The notifications that the sender of a mail asks for (RFC 3461). Where he is silent about something, the settings of the account speak.
/// </summary>
sealed record NotificationRequests
{
    /// <inheritdoc cref="SmtpEnvelope.Return"/>
    public DsnReturn? Return { get; init; }

    /// <inheritdoc cref="SmtpEnvelope.EnvelopeId"/>
    public string? EnvelopeId { get; init; }

    /// <summary>What he asks for each recipient, by the address that he has given.</summary>
    public IReadOnlyDictionary<string, RecipientRequest> Recipients { get; init; } = new Dictionary<string, RecipientRequest>();

    /// <summary>The envelope with these requests.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="expand">Tells the addresses behind a recipient, as they are in the envelope.</param>
    public SmtpEnvelope Apply(SmtpEnvelope envelope, Func<string, IReadOnlyList<string>> expand)
    {
        var requests = Recipients.Count == 0 ? Recipients : Expanded(expand);
        var paths = new ForwardPath[envelope.To.Count];
        for (var i = 0; i < paths.Length; i++)
            paths[i] = requests.TryGetValue(envelope.To[i].Address, out var request)
                ? envelope.To[i] with { Notify = request.Notify, OriginalRecipient = request.Original }
                : envelope.To[i];
        return envelope.WithRecipients(paths) with { Return = Return, EnvelopeId = EnvelopeId };
    }

    // RFC 3461 §5.2.7.2: what is asked for an alias is asked for the addresses behind it.
    Dictionary<string, RecipientRequest> Expanded(Func<string, IReadOnlyList<string>> expand)
    {
        var requests = new Dictionary<string, RecipientRequest>(Recipients);
        foreach (var (recipient, request) in Recipients)
            foreach (var address in expand(recipient))
                requests.TryAdd(address, request);
        return requests;
    }
}

/// <summary>What is asked for a recipient.</summary>
/// <param name="Notify"><inheritdoc cref="ForwardPath.Notify" path="/summary"/></param>
/// <param name="Original"><inheritdoc cref="ForwardPath.OriginalRecipient" path="/summary"/></param>
sealed record RecipientRequest(DsnNotify? Notify, string? Original);
