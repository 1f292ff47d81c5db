using System.Text;
using System.Text.Json;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Bearer;

/// <summary>
/// Why a server refuses a token (RFC 7628 §3.2.2, for XOAUTH2, too). Nothing here does I/O.
/// <code>
/// { "status": "invalid_token", "scope": "mail", "openid-configuration": "https://..." }
/// </code>
/// </summary>
static class BearerRefusal
{
    /// <summary>How many characters of a value are shown.</summary>
    const int MaxLength = 200;

    static readonly string[] Names = ["status", "scope", "openid-configuration"];

    /// <summary>
    /// The explanation in printable ASCII. Null: it says nothing that "authentication failed" does not, or contains the token, which must
    /// not get into a log.
    /// </summary>
    public static string? Describe(ReadOnlySpan<byte> json, ReadOnlySpan<byte> token)
    {
        if (Read(json) is not { } values)
            return null;
        // HTTP's code for "not authenticated", which the user is told anyway.
        if (values.Count == 1 && values.GetValueOrDefault("status") == "401")
            return null;
        var secret = OctetText.Decode(token);
        if (values.Count == 0 || secret.Length > 0 && values.Values.Any(value => value.Contains(secret, StringComparison.Ordinal)))
            return null;
        return string.Join(", ", Names.Where(values.ContainsKey).Select(name => $"{name} {Shown(values[name])}"));
    }

    // Null: it is not a JSON object.
    static Dictionary<string, string>? Read(ReadOnlySpan<byte> json)
    {
        var values = new Dictionary<string, string>();
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString() ?? "";
                reader.Read();
                if (Names.Contains(name) && Value(ref reader) is { Length: > 0 } value)
                    values[name] = value;
                reader.Skip();
            }
            // To the end: anything more is an error.
            reader.Read();
            return values;
        }
        // InvalidOperationException: a string that is not UTF-8.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Some servers send an HTTP status, as a number.
    static string? Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
        _ => null,
    };

    static string Shown(string value)
    {
        var text = string.Concat(value.Take(MaxLength).Select(static c => c is >= ' ' and <= '~' ? c : '?'));
        return value.Length > MaxLength ? text + "..." : text;
    }
}
