using System.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Replaces variables of the environment and patterns in the arguments of msmtprc, where it says <c>expand on</c>.
/// <code>
/// variable = "${" name [ ":-" text ] "}"     ; the text where it is not set, or empty
/// pattern  = "%" letter
/// escape   = "$$" | "%%"                     ; one of them
/// </code>
/// Anything else with one of these two characters is an error: it would mean something else than was meant.
/// </summary>
/// <param name="user">Who runs this.</param>
/// <param name="environment">Where the system keeps its files.</param>
sealed class Expansion(UserEnvironment user, PluginEnvironment environment)
{
    const string Sender = "F";

    // Of ssh_config, for those who know them from there: d, i, L, l and u.
    const string Letters = "%h and %d (home), %u and %U (user), %i (number of the user), %l and %H (host), %L (host without its domain), "
        + "%C (canonical host), %M (mail name) and %% (a percent sign)";

    /// <summary>The user's home directory; empty: it is not known, or is the root.</summary>
    public string Home => user.Home;

    /// <summary>A text might have something in it that is to be replaced.</summary>
    public static bool IsNeeded(ReadOnlySpan<byte> octets) => octets.ContainsAny((byte)'$', (byte)'%');

    /// <param name="text">The text.</param>
    /// <param name="later">The letters of the patterns that stay, because the setting replaces them itself when the mail is known.</param>
    /// <param name="isName">It is a name, or names, with punctuation between them that no value may have.</param>
    /// <exception cref="MailException">The value of a pattern is not known.</exception>
    /// <exception cref="InvalidDataException">It is written wrong. The message has names of variables, and no values.</exception>
    public Expanded Expand(string text, string later, bool isName)
    {
        var result = new Expanded(later, isName);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var next = rest.IndexOfAny('$', '%');
            if (next < 0)
                next = rest.Length;
            result.Keep(rest[..next]);
            rest = rest[next..];
            if (!rest.IsEmpty)
                rest = rest[(rest[0] == '$' ? Dollar(rest, result) : Percent(rest, result))..];
        }
        result.Check();
        return result;
    }

    // Both return how many characters they have used.
    int Dollar(ReadOnlySpan<char> text, Expanded result)
    {
        if (text is ['$', '$', ..])
        {
            result.Keep("$");
            return 2;
        }
        if (text is not ['$', '{', ..])
            throw new InvalidDataException("a $ is neither followed by {, for a variable, nor by another one, for a dollar sign");
        var end = text.IndexOf('}');
        if (end < 0)
            throw new InvalidDataException("a ${ has no }");
        var inside = text[2..end];
        var colon = inside.IndexOf(":-");
        var name = (colon < 0 ? inside : inside[..colon]).ToString();
        if (!IsName(name))
            throw new InvalidDataException($"${{{name}}} is no name of a variable");
        if (colon >= 0 && inside[(colon + 2)..].ContainsAny('$', '%'))
            throw new InvalidDataException($"the default of ${{{name}}} has a $ or %, and nothing is replaced in it");
        if (user.Variable(name) is { Length: > 0 } value)
            result.Add($"${{{name}}}", value);
        else if (colon < 0)
            result.Lack(new UnsetVariable(name, IsEmpty: user.Variable(name) is not null));
        else
            result.Add($"the default of ${{{name}}}", inside[(colon + 2)..].ToString());
        return end + 1;
    }

    static bool IsName(string name)
    {
        foreach (var letter in name)
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return false;
        return name is [not (>= '0' and <= '9'), ..];
    }

    int Percent(ReadOnlySpan<char> text, Expanded result)
    {
        if (text is ['%'])
            throw new InvalidDataException("a % is the last character: a percent sign is written %%");
        var letter = text[1];
        if (letter == '%')
            result.Keep("%");
        else if (!result.Leaves(letter))
            result.Add($"%{letter}", Value(letter));
        return 2;
    }

    string Value(char letter) => letter switch
    {
        'h' or 'd' => user.Home,
        'u' => user.UserName,
        'i' => OperatingSystem.IsWindows() ? throw Unknown(letter) : FileOwner.EffectiveUser.ToString(System.Globalization.CultureInfo.InvariantCulture),
        'l' => user.HostName,
        'L' => user.HostName.Split('.')[0],
        _ => PatternValues.Of(letter, user, environment) ?? throw Unknown(letter),
    };

    static InvalidDataException Unknown(char letter) => new(letter == Sender[0]
        ? "%F is the sender of a mail, which is known too late here"
        : $"unknown pattern %{letter}; there is {Letters}");
}

/// <summary>An argument in which everything is replaced, as far as it has been read.</summary>
/// <param name="later">The letters of the patterns that stay.</param>
/// <param name="isName">No value may have the punctuation between names.</param>
sealed class Expanded(string later, bool isName)
{
    readonly StringBuilder text = new();
    readonly List<string> parts = [];
    int left;

    public string Text => text.ToString();

    /// <summary>What was replaced, without any value: <c>${VARIABLE}, %h</c>; empty: nothing.</summary>
    public string Parts => string.Join(", ", parts);

    /// <summary>The first variable that is not set; null: all are, and the text is complete.</summary>
    public UnsetVariable? Lacks { get; private set; }

    public void Lack(UnsetVariable variable) => Lacks ??= variable;

    public void Keep(ReadOnlySpan<char> written) => text.Append(written);

    public void Add(string part, string value)
    {
        if (isName && value.AsSpan().ContainsAny(':', ','))
            throw new InvalidDataException($"{part} has a colon or comma, which no name can have");
        text.Append(value);
        parts.Add(part);
    }

    /// <summary>Whether the pattern stays.</summary>
    public bool Leaves(char letter)
    {
        if (!later.Contains(letter, StringComparison.Ordinal))
            return false;
        text.Append('%').Append(letter);
        left++;
        return true;
    }

    /// <summary>Whoever replaces the patterns that stay takes all he finds for one, and knows no escape.</summary>
    /// <exception cref="InvalidDataException">One is in a value, or was meant to be text.</exception>
    public void Check()
    {
        var whole = later.Length == 0 ? "" : Text;
        for (var at = whole.IndexOf('%', StringComparison.Ordinal); at >= 0; at = whole.IndexOf('%', at + 1))
            if (at + 1 < whole.Length && later.Contains(whole[at + 1], StringComparison.Ordinal) && left-- == 0)
                throw new InvalidDataException($"what the argument is made of has a % before one of the letters {later}, which cannot stand for itself here");
    }
}

/// <summary>A variable of the environment that a line needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsEmpty">It is set, to nothing.</param>
sealed record UnsetVariable(string Name, bool IsEmpty)
{
    public string Problem => $"the variable {Name} is {(IsEmpty ? "empty" : "not set")}";

    public string Advice => $"${{{Name}:-text}} would stand for the text then";
}
