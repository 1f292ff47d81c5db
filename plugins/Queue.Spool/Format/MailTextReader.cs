namespace Msmtp.Queue.Spool.Format;

/// <summary>Collects the lines that say what is known of a mail.</summary>
sealed class MailTextReader
{
    readonly List<ForwardPath> to = [];
    readonly List<string> overrides = [];
    DateTimeOffset accepted;
    ReversePath? from;
    (DsnReturn? Return, string? EnvelopeId) requests;
    MailOrigin? origin;
    StoredMail? about;

    /// <summary>The origin of another mail; null: there was none.</summary>
    public MailOrigin? LastOrigin { get; init; }

    /// <summary>The mail; null: its last line is missing.</summary>
    public StoredMail? Result { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="InvalidDataException">There is no such line, or not at this place.</exception>
    public void Read(ref FieldReader line, string id, long size)
    {
        try
        {
            switch (line.RequiredText())
            {
                case "accepted": accepted = line.RequiredTime(); break;
                case "from":
                    from = new ReversePath(line.RequiredText());
                    requests = DsnText.ReadFrom(ref line);
                    break;
                case "to": to.Add(DsnText.ReadTo(ref line)); break;
                case "override": overrides.Add(line.RequiredText()); break;
                case "origin": origin = Origin(line.Text(), line.Text(), line.IsAtEnd ? null : line.Text()); break;
                case "about": about = About(ref line, id, size); break;
                case StateText.Kind when about is not null: Result = about with { Mail = StateText.Read(ref line, about.Mail) }; break;
                default: throw Fields.Wrong();
            }
        }
        catch (ArgumentException)
        {
            throw Fields.Wrong();
        }
    }

    MailOrigin Origin(string? account, string? file, string? folder) =>
        LastOrigin is { Overrides.Count: 0 } last && overrides.Count == 0 && (last.Account, last.File, last.Folder) == (account, file, folder)
            ? last
            : new MailOrigin { Account = account, File = file, Folder = folder, Overrides = overrides };

    StoredMail About(ref FieldReader line, string id, long size)
    {
        if (from is null || origin is null)
            throw Fields.Wrong();
        var recipients = new RecipientOutcome[to.Count];
        for (var i = 0; i < recipients.Length; i++)
            recipients[i] = new RecipientOutcome(to[i], SendOutcome.Deferred);
        var mail = new QueuedMail
        {
            Id = id,
            Envelope = new SmtpEnvelope(from, to) { Return = requests.Return, EnvelopeId = requests.EnvelopeId },
            Origin = origin,
            Recipients = recipients,
            Accepted = accepted,
            Size = size,
            MessageId = line.Text(),
            Submitter = line.Text(),
        };
        return new StoredMail(mail) { KeyDigest = line.Text(), IsEightBit = line.Flag() };
    }
}
