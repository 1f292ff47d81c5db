namespace Msmtp;

/// <summary>Which mails of a queue are wanted. What is null does not matter.</summary>
public sealed record QueueFilter
{
    /// <summary>Every mail is wanted.</summary>
    public static QueueFilter All { get; } = new();

    /// <summary>The mail with this name.</summary>
    public string? Id { get; init; }

    /// <summary>The mails that he submitted (<see cref="QueuedMail.Submitter"/>).</summary>
    public string? Submitter { get; init; }

    /// <summary>Whether a mail is wanted.</summary>
    public bool Includes(QueuedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return (Id is null || mail.Id == Id) && (Submitter is null || mail.Submitter == Submitter);
    }
}
