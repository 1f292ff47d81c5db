using System.Text;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>
/// What a person pastes: the address of the page that could not be opened, its query, or the code alone; with quotes around it, and white
/// space and line breaks anywhere. Nothing here does I/O.
/// </summary>
static class PastedAddress
{
    const string Quotes = "\"'`<>()[],;\u00AB\u00BB\u2018\u2019\u201A\u201C\u201D\u201E\u2039\u203A";

    /// <summary>Reads it.</summary>
    /// <param name="text">What was pasted.</param>
    /// <param name="state">The state of the request.</param>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why, for the person.</exception>
    public static AuthorizationResponse Read(string text, string state)
    {
        var address = Trimmed(text);
        if (address.Length == 0)
            throw new InvalidDataException("nothing was pasted");
        var query = QueryOf(address);
        if (query is null)
            return CodeOf(address);
        var response = AuthorizationResponse.Read(query);
        if (response is { Code: null, Error: null })
            throw new InvalidDataException("there is no code in it: it has to be the address that the browser ends up at");
        if (!response.Answers(state))
            throw new InvalidDataException("it belongs to another sign-in (its state differs), or its end is missing");
        return response;
    }

    /// <summary>Whether it is an address or its query, or the beginning of one.</summary>
    public static bool IsAddress(string text) => QueryOf(Trimmed(text)) is not null;

    static string Trimmed(string text) => Compact(text).Trim([.. Quotes]);

    static string Compact(string text)
    {
        var compact = new StringBuilder(text.Length);
        foreach (var character in text)
            if (!char.IsWhiteSpace(character) && !char.IsControl(character) && character is not ('\u200B' or '\u2060' or '\uFEFF'))
                compact.Append(character);
        return compact.ToString();
    }

    // Null: it has none.
    static string? QueryOf(string address)
    {
        var fragment = address.IndexOf('#', StringComparison.Ordinal);
        var page = fragment < 0 ? address : address[..fragment];
        var question = page.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0 && page.IndexOf('=', question) >= 0)
            return page[(question + 1)..];
        return page.Contains("code=", StringComparison.Ordinal) || page.Contains("error=", StringComparison.Ordinal)
            || page.Contains("state=", StringComparison.Ordinal) ? page : null;
    }

    // RFC 6749 §A.11: a code is printable ASCII. Google's have a slash; what has one of the others is rather a piece of an address.
    static AuthorizationResponse CodeOf(string text)
    {
        var isCode = text.Length >= ShortestCode
            && !text.Contains("://", StringComparison.Ordinal)
            && !text.TrimEnd('=').AsSpan().ContainsAny('=', '&', '#')
            && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
        return isCode
            ? AuthorizationResponse.OfCode(Uri.UnescapeDataString(text))
            : throw new InvalidDataException("it is neither an address with a code in it nor a code");
    }

    // Shorter is what a person types: yes, quit, a password.
    const int ShortestCode = 16;
}
