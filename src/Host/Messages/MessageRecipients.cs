using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// The recipients that a message, or an argument of the command line, names. In order; duplicates are kept. Anything that is neither an
/// address nor a local name ends the mail, because nobody could tell who was meant.
/// </summary>
static class MessageRecipients
{
    /// <summary>Those named outside the message, then those of its header if they are wanted.</summary>
    /// <exception cref="MailException">
    /// A recipient cannot be read, or there are too many; the message says where (<see cref="ExitCode.DataErr"/>).
    /// </exception>
    public static List<string> Of(List<string> named, HeaderBlock header, RecipientSource source)
    {
        if (source == RecipientSource.RequestAndHeader)
            named.AddRange(In(header));
        return named.Count <= AddressReading.MostRecipients ? named : throw Unreadable(AddressReading.TooMany);
    }

    /// <summary>Those of an application, where each element is one mailbox.</summary>
    /// <inheritdoc cref="Of"/>
    public static List<string> InMailboxes(IReadOnlyList<string> mailboxes)
    {
        var addresses = new List<string>(mailboxes.Count);
        for (var i = 0; i < mailboxes.Count; i++)
            addresses.Add(Mailbox(mailboxes[i], "recipient") is { Length: > 0 } address
                ? address
                : throw Unreadable($"recipient '{mailboxes[i]}' has no address"));
        return addresses;
    }

    /// <summary>Those of a command line, where each argument may name several.</summary>
    /// <inheritdoc cref="Of"/>
    public static List<string> InArguments(IEnumerable<string> arguments)
    {
        var reading = new AddressReading();
        foreach (var argument in arguments)
            ReadArgument(argument, reading);
        return [.. reading.Addresses];
    }

    /// <summary>The address in a text that must be exactly one mailbox; empty for the null path.</summary>
    /// <param name="text">The text.</param>
    /// <param name="role">What it is used for, for the error message.</param>
    /// <exception cref="MailException">It is something else (<see cref="ExitCode.DataErr"/>).</exception>
    public static string Mailbox(string text, string role) =>
        AddressParser.Mailbox(text) ?? throw Unreadable($"{role} '{PrintableText.Text(text)}' is not one mailbox");

    /// <summary>
    /// Those of To, Cc and Bcc or, if the message is resent, only those of the first block of Resent fields. A new block is put before
    /// older ones (RFC 5322 §3.6.6), and a block ends at the first field of another kind.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<string> In(HeaderBlock header)
    {
        var recipients = new FieldRecipients();
        var resent = new FieldRecipients();
        var (isInBlock, isBehindBlock) = (false, false);
        foreach (var field in header)
        {
            isBehindBlock |= isInBlock && !field.IsResent;
            isInBlock = field.IsResent && !isBehindBlock;
            if (isInBlock && field.IsResentDestination)
                resent.Read(field);
            else if (field.IsDestination)
                recipients.Read(field);
        }
        return (isInBlock || isBehindBlock ? resent : recipients).Checked();
    }

    /// <summary>Whether an argument names anybody, even if it cannot be read: <c>&lt;&gt;</c> and an empty group do not.</summary>
    public static bool NamesSomebody(string argument)
    {
        var reading = new AddressReading();
        AddressParser.Parse(OctetText.Encode(argument), reading);
        return reading.Addresses.Count > 0;
    }

    // An argument is read like a To field, and may be folded like one; any other line end could start something else.
    static void ReadArgument(string argument, AddressReading reading)
    {
        var text = argument.Trim("\r\n".ToCharArray());
        if (HasOtherLine(text))
            throw Unreadable($"the recipient '{PrintableText.Text(text)}' holds a line break");
        AddressParser.Parse(OctetText.Encode(text), reading);
        if (reading.Fault is { } fault)
            throw Unreadable($"recipient '{PrintableText.Text(text)}': '{fault}' is neither an address nor a local name");
        if (reading.IsExceeded)
            throw Unreadable(AddressReading.TooMany);
    }

    static bool HasOtherLine(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny('\r', '\n') is >= 0 and var end)
        {
            text = text[end..];
            var width = text is ['\r', '\n', ..] ? 2 : 1;
            if (text[width - 1] != '\n' || text[width..] is not [' ' or '\t', ..])
                return true;
            text = text[width..];
        }
        return false;
    }

    static MailException Unreadable(string message) => new(ExitCode.DataErr, DeliveryStage.Configure, message);

    /// <summary>The recipients of one kind of fields. Only the kind that is used has to be readable.</summary>
    sealed class FieldRecipients
    {
        readonly AddressReading reading = new();
        string? fault;

        public void Read(HeaderField field)
        {
            AddressParser.Parse(field.Value, reading);
            if (reading.Fault is { } piece)
                fault ??= $"header field {OctetText.Decode(field.Name)}: '{piece}' is neither an address nor a local name";
        }

        public IReadOnlyList<string> Checked() => fault is not null
            ? throw Unreadable(fault)
            : reading.IsExceeded ? throw Unreadable(AddressReading.TooMany) : reading.Addresses;
    }
}

/// <summary>Where the recipients of a mail are named.</summary>
public enum RecipientSource
{
    /// <summary>Only in the request, or on the command line: not in the message.</summary>
    RequestOnly,

    /// <summary>Also in To, Cc and Bcc, or in the first block of Resent fields (RFC 5322 §3.6.3, §3.6.6).</summary>
    RequestAndHeader,
}
