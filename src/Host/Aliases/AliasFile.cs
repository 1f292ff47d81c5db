using System.Buffers;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// An aliases file: names without a domain, and what each stands for. Mistakes are reported with their line, as
/// <see cref="InvalidDataException"/>. Nothing here does I/O.
/// <code>
/// line    = [ name ":" target *( "," target ) ] [ "#" comment ]
/// folded  = blank target *( "," target )               ; continues the line before; comments and empty lines may come between
/// default = the name that stands for every name not found
/// </code>
/// Names are found ignoring case, as in sendmail; an exact match is preferred. An address in a domain of this system is found by its local
/// part, unless it stands for itself: "root: root@myhost" is the end of it.
/// </summary>
/// <param name="included">Reads the file that a target names.</param>
sealed class AliasFile(Func<string, byte[]> included)
{
    // As msmtp counts, and as it reports it: the newline is included, and the last octet cannot be used.
    const int LineLimitInOctets = 510;
    const int ToldLimit = 511;
    // As in msmtp: a name, and sixteen more on the way to an address.
    const int LookupLimit = 17;
    const string Default = "default";
    // A file with a mistake in each line is not an aliases file.
    const int MostMistakes = 100;

    static readonly SearchValues<char> NeverInName = SearchValues.Create("@,\"<|/[\\");

    readonly AliasTargets targets = new(included);
    readonly List<Alias> aliases = [];
    readonly Dictionary<string, Alias> byName = [];
    readonly Dictionary<string, Alias> byNameInAnyCase = new(StringComparer.OrdinalIgnoreCase);
    readonly List<string> mistakes = [];

    /// <summary>An alias, and what it stands for, as written.</summary>
    sealed record Alias(string Name, int Line)
    {
        public List<(string Text, int Line)> Elements { get; } = [];

        public AliasTarget[]? Targets { get; set; }
    }

    /// <exception cref="InvalidDataException">A line is not an alias. Targets are checked when they are needed.</exception>
    public static AliasFile Read(ReadOnlySpan<byte> octets, Func<string, byte[]> included)
    {
        var file = new AliasFile(included);
        file.Add(octets, mostMistakes: 1);
        return file.mistakes is [var first, ..] ? throw new InvalidDataException(first) : file;
    }

    /// <summary>All mistakes, including those in targets and in the files that they include.</summary>
    public static IReadOnlyList<string> Check(ReadOnlySpan<byte> octets, Func<string, byte[]> included, AliasDomains? domains = null)
    {
        var file = new AliasFile(included);
        file.Add(octets, MostMistakes);
        foreach (var alias in file.byName.Values)
        {
            if (file.mistakes.Count >= MostMistakes)
                break;
            try
            {
                if (file.Expand([alias.Name], domains).FirstOrDefault(static address => !AddressParts.IsPath(address)) is { } wrong)
                    file.mistakes.Add($"line {alias.Line}: alias {alias.Name}: '{PrintableText.Text(wrong)}' is neither an address nor a local name");
            }
            catch (InvalidDataException e)
            {
                file.mistakes.Add(e.Message.StartsWith("line ", StringComparison.Ordinal) ? e.Message : $"line {alias.Line}: {e.Message}");
            }
        }
        return [.. file.mistakes.Distinct()];
    }

    /// <summary>The names, in their order, without the one that stands for all others. Nothing is included.</summary>
    public static IReadOnlyList<string> Names(ReadOnlySpan<byte> octets)
    {
        var file = new AliasFile(static _ => []);
        file.Add(octets, MostMistakes);
        return [.. file.byName.Keys.Where(static name => name != Default)];
    }

    /// <summary>
    /// The recipients with every name replaced by what it stands for, repeatedly. In msmtp's order: the last target first.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// Names stand for each other without end, for too many recipients, for none, or for something that cannot be mailed to.
    /// </exception>
    public IReadOnlyList<string> Expand(IEnumerable<string> recipients, AliasDomains? domains = null)
    {
        var expansion = new Expansion(domains ?? AliasDomains.None);
        foreach (var recipient in recipients)
        {
            if (!TryExpand(new AliasTarget(recipient), LookupLimit, expansion))
                throw new InvalidDataException($"Too many redirects when expanding alias {recipient}.");
        }
        return expansion.Recipients;
    }

    /// <summary>What has been found, and how names are told.</summary>
    sealed record Expansion(AliasDomains Domains)
    {
        public List<string> Recipients { get; } = [];
    }

    bool TryExpand(AliasTarget target, int lookups, Expansion expansion, Alias? source = null)
    {
        var name = expansion.Domains.NameOf(target.Recipient);
        if (name is not null && lookups == 0)
            return false;
        if (target.IsFinal || name is null || Find(name) is not { } found || found == source && !AliasTargets.IsName(target.Recipient))
        {
            if (expansion.Recipients.Count == AddressReading.MostRecipients)
                throw new InvalidDataException($"{AddressReading.TooMany} when expanding alias {target.Recipient}");
            expansion.Recipients.Add(target.Recipient);
            return true;
        }
        var next = TargetsOf(found);
        for (var i = next.Length - 1; i >= 0; i--)
        {
            if (!TryExpand(next[i], lookups - 1, expansion, found))
                return false;
        }
        return true;
    }

    AliasTarget[] TargetsOf(Alias alias)
    {
        alias.Targets ??= targets.Read(alias.Name, alias.Elements);
        return alias.Targets.Length > 0
            ? alias.Targets
            : throw new InvalidDataException($"line {alias.Line}: alias {alias.Name} has no recipients");
    }

    Alias? Find(string name) => Named(name) ?? Named(Default);

    Alias? Named(string name) => byName.GetValueOrDefault(name) ?? byNameInAnyCase.GetValueOrDefault(name);

    void Add(ReadOnlySpan<byte> octets, int mostMistakes)
    {
        try
        {
            octets = octets[ByteOrderMark.LengthIn(octets)..];
        }
        catch (InvalidDataException e)
        {
            mistakes.Add($"line 1: {e.Message}");
            return;
        }
        for (var number = 1; !octets.IsEmpty && mistakes.Count < mostMistakes; number++)
        {
            var end = octets.IndexOf((byte)'\n');
            var line = end < 0 ? octets : octets[..end];
            if (line.Length + (end < 0 ? 0 : 1) > LineLimitInOctets)
                mistakes.Add($"line {number}: longer than {ToldLimit} characters");
            else
                Add(OctetText.Decode(line), number);
            octets = end < 0 ? [] : octets[(end + 1)..];
        }
    }

    void Add(string line, int number)
    {
        var comment = line.IndexOf('#', StringComparison.Ordinal);
        var text = (comment < 0 ? line : line[..comment]).Trim(' ', '\t', '\r');
        if (text.Length == 0)
            return;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isFolded = line is [' ' or '\t', ..] && aliases.Count > 0 && !(colon > 0 && CanBeName(text.AsSpan(0, colon)));
        if (isFolded)
            AddTargets(aliases[^1], text, number);
        else if (colon < 0)
            mistakes.Add($"line {number}: single ':' delimiter expected");
        else
            AddTargets(AddName(text[..colon].TrimEnd(' ', '\t'), number), text[(colon + 1)..], number);
    }

    // The targets of an invalid name are checked all the same, and then dropped.
    Alias AddName(string name, int number)
    {
        var alias = new Alias(name, number);
        if (name.Length == 0 || !AliasTargets.IsName(name))
            mistakes.Add($"line {number}: invalid alias '{name}'");
        else if (!byName.TryAdd(name, alias))
            mistakes.Add($"line {number}: duplicate alias '{name}'");
        else
            byNameInAnyCase.TryAdd(name, alias);
        aliases.Add(alias);
        return alias;
    }

    void AddTargets(Alias alias, string text, int number)
    {
        foreach (var element in AliasTargets.Split(text))
        {
            if (AliasTargets.HoldsDelimiter(element))
                mistakes.Add($"line {number}: single ':' delimiter expected");
            alias.Elements.Add((element, number));
        }
    }

    // A folded line may hold a colon as well: in ":include:/file", in quotes, or in an address literal.
    static bool CanBeName(ReadOnlySpan<char> text) => !text.ContainsAny(NeverInName);
}
