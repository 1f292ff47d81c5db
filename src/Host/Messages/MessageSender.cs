namespace Msmtp.Hosting;

/// <summary>Who a message says that it is from.</summary>
static class MessageSender
{
    /// <summary>The first address of the first From field that has one; null: none has.</summary>
    public static string? In(HeaderBlock header)
    {
        var addresses = new List<string>();
        foreach (var field in header.Fields)
        {
            if (!field.Is("From"u8))
                continue;
            AddressParser.Parse(field.Value, addresses);
            if (addresses.Count > 0)
                return addresses[0];
        }
        return null;
    }
}
