namespace Msmtp.Server;

/// <summary>The argument of MAIL or RCPT: a path and parameters.</summary>
/// <param name="Address">The mailbox without angle brackets and source route; empty for the null reverse path.</param>
/// <param name="Parameters">The parameters, in order.</param>
sealed record PathArgument(string Address, IReadOnlyList<MailParameter> Parameters)
{
    /// <summary>Reads "FROM:&lt;path&gt; parameters"; false: the syntax is wrong.</summary>
    /// <param name="argument">What follows the verb.</param>
    /// <param name="keyword">"FROM:" or "TO:"; case does not matter.</param>
    /// <param name="path">What was read.</param>
    public static bool TryParse(string argument, string keyword, out PathArgument path)
    {
        path = new PathArgument("", []);
        // RFC 5321 §3.3: no space on either side of the colon.
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            return false;
        var reader = new PathReader(argument.AsSpan(keyword.Length));
        if (!reader.TryReadPath(out var address) || !TryParseParameters(reader.Rest, out var parameters))
            return false;
        path = new PathArgument(address, parameters);
        return true;
    }

    // *( SP esmtp-keyword [ "=" esmtp-value ] )
    static bool TryParseParameters(ReadOnlySpan<char> text, out List<MailParameter> parameters)
    {
        parameters = [];
        while (text.Length > 0)
        {
            if (text[0] != ' ')
                return false;
            var word = text[1..];
            var end = word.IndexOf(' ');
            word = end < 0 ? word : word[..end];
            if (!TryParseParameter(word, out var parameter))
                return false;
            parameters.Add(parameter);
            text = text[(1 + word.Length)..];
        }

        // RFC 5321 §4.1.1.11 does not say so, but a parameter given twice makes no sense.
        return parameters.DistinctBy(static parameter => parameter.Keyword).Count() == parameters.Count;
    }

    // esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-"); esmtp-value = 1*(%d33-60 / %d62-126), RFC 6531 §3.3 adds UTF-8
    static bool TryParseParameter(ReadOnlySpan<char> word, out MailParameter parameter)
    {
        var equals = word.IndexOf('=');
        var keyword = equals < 0 ? word : word[..equals];
        var value = equals < 0 ? default : word[(equals + 1)..];
        parameter = new MailParameter(keyword.ToString().ToUpperInvariant(), equals < 0 ? null : value.ToString());
        return keyword.Length > 0
            && keyword[0] != '-'
            && keyword.IndexOfAnyExcept(PathReader.LetDigHyphen) < 0
            && (equals < 0 || (value.Length > 0 && !value.Contains('=')));
    }
}
