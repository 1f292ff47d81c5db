using System.Text;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>Makes what a provider says about an error fit to be shown. Nothing here does I/O.</summary>
static class RefusalText
{
    const int LongestError = 64;

    const int LongestDescription = 200;

    // More than any provider writes; the rest is not even looked at.
    const int LongestText = 4096;

    // Tokens, codes and secrets are longer; words, even with a number in them (AADSTS7000215), are not.
    const int ShortestSecret = 16;

    // No word of any language: also without a digit.
    const int LongestWord = 40;

    /// <summary>The code of an error.</summary>
    public static string Error(string error) => Shorten(error, LongestError) ?? "an error without a name";

    /// <summary>The first line of a description; null: there is none.</summary>
    public static string? Description(string? description) => description is null ? null : Shorten(description, LongestDescription);

    /// <summary>Both, in one line.</summary>
    public static string Join(string error, string? description) =>
        Description(description) is { } said ? $"{Error(error)}: {said}" : Error(error);

    // Null: nothing is left.
    static string? Shorten(string text, int longest)
    {
        var line = FirstLine(text.Length > LongestText ? text[..LongestText] : text).Trim();
        var shown = PrintableText.Text(WithoutSecrets(line));
        if (shown.Length == 0)
            return null;
        return shown.Length <= longest ? shown : shown[..(longest - 3)] + "...";
    }

    // Microsoft adds the numbers of the request, for its support.
    static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        var trace = line.IndexOf(" Trace ID:", StringComparison.Ordinal);
        return trace < 0 ? line : line[..trace];
    }

    static string WithoutSecrets(string line)
    {
        var shown = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length;)
        {
            var length = RunLength(line.AsSpan(at));
            if (length == 0)
                shown.Append(line[at++]);
            else if (IsSecret(line.AsSpan(at, length)))
                shown.Append("***");
            else
                shown.Append(line, at, length);
            at += length;
        }
        return shown.ToString();
    }

    static int RunLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && IsOfSecret(text[length]))
            length++;
        return length;
    }

    // The letters of base64 and base64url without the slash, by which a URL is split, and those of Microsoft's secrets.
    static bool IsOfSecret(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '+' or '~' or '=';

    static bool IsSecret(ReadOnlySpan<char> run)
    {
        if (run.Length < ShortestSecret || IsIdentifier(run))
            return false;
        return run.Length >= LongestWord || run.ContainsAnyInRange('0', '9');
    }

    // 8-4-4-4-12 hexadecimal digits: Microsoft's identifiers of applications, tenants and users.
    static bool IsIdentifier(ReadOnlySpan<char> run) => run.Length == 36 && Guid.TryParseExact(run, "D", out _);
}
