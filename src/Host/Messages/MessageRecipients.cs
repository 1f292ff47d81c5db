namespace Msmtp.Hosting;

/// <summary>The recipients that a message, or an argument of the command line, names. In order; duplicates are kept.</summary>
static class MessageRecipients
{
    /// <summary>Those of a request, then those of the header where it counts too.</summary>
    public static List<string> Of(IEnumerable<string> arguments, HeaderBlock header, RecipientSource source)
    {
        List<string> recipients = [.. arguments.SelectMany(InArgument)];
        if (source == RecipientSource.RequestAndHeader)
            recipients.AddRange(In(header));
        return recipients;
    }

    /// <summary>
    /// Those of To, Cc and Bcc, or, where the message is sent on, those of the first block of Resent fields alone. Blocks
    /// are put in front of older ones (RFC 5322 §3.6.6), and a block ends at the first field of another kind.
    /// </summary>
    public static List<string> In(HeaderBlock header)
    {
        var recipients = new List<string>();
        var resent = new List<string>();
        var (isInBlock, isBehindBlock) = (false, false);
        foreach (var field in header)
        {
            isBehindBlock |= isInBlock && !field.IsResent;
            isInBlock = field.IsResent && !isBehindBlock;
            if (isInBlock && field.IsResentDestination)
                AddressParser.Parse(field.Value, resent);
            else if (field.IsDestination)
                AddressParser.Parse(field.Value, recipients);
        }
        return isInBlock || isBehindBlock ? resent : recipients;
    }

    /// <summary>Those of an argument, which is read like the rest of a To field; it may have further lines.</summary>
    public static List<string> InArgument(string argument) => In(HeaderBuffer.In(OctetText.Encode($"To: {argument}\n")));
}
