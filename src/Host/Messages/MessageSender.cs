namespace Msmtp.Hosting;

/// <summary>Whom a message names as its sender.</summary>
static class MessageSender
{
    /// <summary>The first address of the first From field that has one; null: none has.</summary>
    public static string? In(HeaderBlock header)
    {
        if (!header.Author.IsKnown)
            header.Author = (true, Find(header));
        return header.Author.Address;
    }

    /// <summary>
    /// Who resends it, if a Resent-From field precedes any From field (RFC 5322 §3.6.6), or else its author. Null: it names nobody.
    /// </summary>
    public static string? OfEnvelope(HeaderBlock header)
    {
        foreach (var field in header)
        {
            if (field.Is("From"u8))
                break;
            if (field.Is("Resent-From"u8) && First(field) is { } sender)
                return sender;
        }
        return In(header);
    }

    static string? Find(HeaderBlock header)
    {
        foreach (var field in header)
        {
            if (field.Is("From"u8) && First(field) is { } author)
                return author;
        }
        return null;
    }

    /// <summary>The first address of a field; null: it has none.</summary>
    public static string? First(HeaderField field)
    {
        var reading = new AddressReading(limit: 1);
        AddressParser.Parse(field.Value, reading);
        return reading.Addresses is [var first, ..] ? first : null;
    }
}
