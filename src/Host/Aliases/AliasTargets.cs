using System.Text;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>One recipient that an alias stands for.</summary>
/// <param name="Recipient">An address, or a local name.</param>
readonly record struct AliasTarget(string Recipient)
{
    /// <summary>The name is not looked up again, even if there is an alias with it: <c>\root</c>.</summary>
    public bool IsFinal { get; init; }
}

/// <summary>
/// Reads what aliases stand for.
/// <code>
/// target  = address / name / "\" name / ":include:" path
/// </code>
/// What sendmail delivers without a server, to a command (<c>|...</c>) or a file (<c>/...</c>), is an error.
/// </summary>
/// <param name="included">Reads an included file: addresses and names, separated by commas or line ends; # begins a comment.</param>
sealed class AliasTargets(Func<string, byte[]> included)
{
    const string Include = ":include:";

    // Null: the file is being read.
    readonly Dictionary<string, AliasTarget[]?> files = [];

    /// <summary>The recipient is a local name, not an address.</summary>
    public static bool IsName(string recipient) => !recipient.Contains('@', StringComparison.Ordinal);

    /// <summary>Everything that an alias stands for, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">An element is not a target; the message names line and alias.</exception>
    public AliasTarget[] Read(string name, IReadOnlyList<(string Text, int Line)> elements)
    {
        var found = new List<AliasTarget>();
        foreach (var (text, line) in elements)
        {
            try
            {
                Read(text, found);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"line {line}: alias {name}: {e.Message}", e);
            }
        }
        return [.. found];
    }

    /// <summary>The elements of a list, without blanks around them. A comma in quotes does not separate.</summary>
    public static IEnumerable<string> Split(string list)
    {
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= list.Length; i++)
        {
            if (i == list.Length || list[i] == ',' && !isQuoted)
            {
                if (list[start..i].Trim(' ', '\t', '\r') is { Length: > 0 } element)
                    yield return element;
                start = i + 1;
            }
            else if (list[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (list[i] == '\\' && i + 1 < list.Length)
            {
                i++;
            }
        }
    }

    /// <summary>The element holds a colon that can only belong to a second alias on the same line.</summary>
    public static bool HoldsDelimiter(string element) =>
        element.Contains(':', StringComparison.Ordinal) && element[0] != ':' && element.AsSpan().IndexOfAny('"', '[') < 0;

    void Read(string element, List<AliasTarget> found)
    {
        var text = Unquoted(element);
        if (text.StartsWith(Include, StringComparison.OrdinalIgnoreCase))
            found.AddRange(InFile(text[Include.Length..].Trim(' ', '\t')));
        else if (text is ['|', ..])
            throw new InvalidDataException($"mail to a command is not supported: {PrintableText.Text(text)}");
        else if (text is ['/', ..] && IsName(text))
            throw new InvalidDataException($"mail to a file is not supported: {PrintableText.Text(text)}");
        else if (element is ['\\', .. var name] && IsName(name) && AddressParts.IsPath(name))
            found.Add(new AliasTarget(name) { IsFinal = true });
        else
            AddAddresses(element, found);
        if (found.Count > AddressReading.MostRecipients)
            throw new InvalidDataException(AddressReading.TooMany);
    }

    static void AddAddresses(string element, List<AliasTarget> found)
    {
        // What would break an SMTP command is refused when the envelope is made, as everywhere.
        if (!CommandText.IsSafe(element))
        {
            found.Add(new AliasTarget(element));
            return;
        }
        var reading = new AddressReading();
        AddressParser.Parse(OctetText.Encode(element), reading);
        if (reading.Fault is not null || reading.Addresses.Count == 0)
            throw new InvalidDataException($"'{PrintableText.Text(element)}' is neither an address nor a local name");
        foreach (var address in reading.Addresses)
            found.Add(new AliasTarget(address));
    }

    AliasTarget[] InFile(string path)
    {
        if (path is not ['/', ..])
            throw new InvalidDataException($"{Include}{PrintableText.Text(path)} is not a file: its path must begin with /");
        if (files.TryGetValue(path, out var known))
            return known ?? throw new InvalidDataException($"{path}: includes itself");
        files[path] = null;
        try
        {
            var found = new List<AliasTarget>();
            var lines = OctetText.Decode(included(path)).TrimStart('\uFEFF').Split('\n');
            for (var i = 0; i < lines.Length; i++)
                ReadLine(path, lines[i], i + 1, found);
            return files[path] = [.. found];
        }
        catch
        {
            files.Remove(path);
            throw;
        }
    }

    void ReadLine(string path, string line, int number, List<AliasTarget> found)
    {
        var comment = line.IndexOf('#', StringComparison.Ordinal);
        foreach (var element in Split(comment < 0 ? line : line[..comment]))
        {
            try
            {
                Read(element, found);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{path}: line {number}: {e.Message}", e);
            }
        }
    }

    // "|command with blanks" is quoted, and a path may be. Quotes around a part of an element belong to an address.
    static string Unquoted(string element)
    {
        if (element is not ['"', .. var inner, '"'] || inner.Replace("\\\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal))
            return element;
        var text = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
            text.Append(inner[i] == '\\' && i + 1 < inner.Length ? inner[++i] : inner[i]);
        return text.ToString();
    }
}
