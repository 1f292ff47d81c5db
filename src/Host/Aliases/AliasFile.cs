namespace Msmtp.Hosting;

/// <summary>
/// An aliases file: names without a domain, and what each stands for. Pure; a line that is wrong throws
/// <see cref="InvalidDataException"/> with its number.
/// <code>
/// line    = [ name ":" target *( "," target ) ] [ "#" comment ]
/// default = the name that stands for every name not found
/// </code>
/// </summary>
sealed class AliasFile
{
    // As msmtp counts and as it tells: the newline is one of them, and the last one is not to be had.
    const int LineLimitInOctets = 510;
    const int ToldLimit = 511;
    // msmtp: a name, and sixteen more on the way to an address.
    const int LookupLimit = 17;
    const string Default = "default";

    readonly Dictionary<string, string[]> targets = [];

    public static AliasFile Read(ReadOnlySpan<byte> octets)
    {
        var file = new AliasFile();
        for (var number = 1; !octets.IsEmpty; number++)
        {
            var end = octets.IndexOf((byte)'\n');
            var line = end < 0 ? octets : octets[..end];
            if (line.Length + (end < 0 ? 0 : 1) > LineLimitInOctets)
                throw new InvalidDataException($"line {number}: longer than {ToldLimit} characters");
            file.Add(OctetText.Decode(line), number);
            octets = end < 0 ? [] : octets[(end + 1)..];
        }
        return file;
    }

    /// <summary>Recipients with every name replaced by what it stands for, however often; msmtp's order: the last target first.</summary>
    /// <exception cref="InvalidDataException">Names stand for each other without end.</exception>
    public IReadOnlyList<string> Expand(IEnumerable<string> recipients)
    {
        var expanded = new List<string>();
        foreach (var recipient in recipients)
        {
            if (!TryExpand(recipient, LookupLimit, expanded))
                throw new InvalidDataException($"Too many redirects when expanding alias {recipient}.");
        }
        return expanded;
    }

    /// <summary>A recipient that is a name of this machine, not an address.</summary>
    public static bool IsName(string recipient) => !recipient.Contains('@', StringComparison.Ordinal);

    bool TryExpand(string recipient, int lookups, List<string> expanded)
    {
        if (IsName(recipient) && lookups == 0)
            return false;
        if (Find(recipient) is not { } found)
        {
            expanded.Add(recipient);
            return true;
        }
        if (found.Length == 0)
            throw new InvalidDataException($"alias {recipient} stands for nobody");
        return found.AsEnumerable().Reverse().All(target => TryExpand(target, lookups - 1, expanded));
    }

    string[]? Find(string recipient) =>
        IsName(recipient) ? targets.GetValueOrDefault(recipient) ?? targets.GetValueOrDefault(Default) : null;

    void Add(string line, int number)
    {
        var text = line.AsSpan();
        var comment = text.IndexOf('#');
        text = (comment < 0 ? text : text[..comment]).Trim(" \t\r");
        if (text.IsEmpty)
            return;
        var colon = text.IndexOf(':');
        if (colon < 0 || text[(colon + 1)..].Contains(':'))
            throw new InvalidDataException($"line {number}: single ':' delimiter expected");
        var name = text[..colon].TrimEnd(" \t").ToString();
        if (name.Length == 0 || !IsName(name))
            throw new InvalidDataException($"line {number}: invalid alias '{name}'");
        var list = text[(colon + 1)..].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!targets.TryAdd(name, list))
            throw new InvalidDataException($"line {number}: duplicate alias '{name}'");
    }
}
