using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Msmtp.Secrets.OAuth.Json;

/// <summary>
/// The members of a JSON object (RFC 8259), as far as OAuth 2.0 uses them: texts, numbers, booleans and lists of texts; anything else is
/// skipped. Secrets are copied octet by octet, without a string. Nothing here does I/O.
/// </summary>
sealed class JsonObject
{
    readonly Dictionary<string, object> members = [];
    readonly ReadOnlyMemory<byte> source;

    JsonObject(ReadOnlyMemory<byte> source) => this.source = source;

    /// <summary>Reads an object. The octets must stay unchanged as long as it is used.</summary>
    /// <exception cref="InvalidDataException">It is not a JSON object.</exception>
    public static JsonObject Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return ReadMembers(json);
        }
        // InvalidOperationException: a string that is not UTF-8.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("it is not a JSON object");
        }
    }

    /// <summary>A text; null if there is none.</summary>
    public string? Text(string name) => members.GetValueOrDefault(name) is Range range ? TextAt(range) : null;

    /// <summary>
    /// A text as a secret, which the caller disposes; null if there is none, or it is empty: some providers write even
    /// what they do not give.
    /// </summary>
    public Secret? Secret(string name)
    {
        if (members.GetValueOrDefault(name) is not Range range)
            return null;
        var reader = new Utf8JsonReader(source.Span[range]);
        reader.Read();
        if (reader.ValueSpan.IsEmpty)
            return null;
        var octets = new byte[reader.ValueSpan.Length];
        var length = reader.CopyString(octets);
        if (length == octets.Length)
            return new Secret(octets);
        // It had escapes, each of which is longer than what it stands for.
        var secret = new Secret(octets[..length]);
        CryptographicOperations.ZeroMemory(octets);
        return secret;
    }

    /// <summary>A whole number, also written as a text, as some providers do; null if there is none.</summary>
    public long? Number(string name) => members.GetValueOrDefault(name) switch
    {
        long number => number,
        Range range when long.TryParse(TextAt(range), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            number,
        _ => null,
    };

    /// <summary>A boolean; null if there is none.</summary>
    public bool? Flag(string name) => members.GetValueOrDefault(name) as bool?;

    /// <summary>A list of texts; empty if there is none.</summary>
    public IReadOnlyList<string> Texts(string name) => members.GetValueOrDefault(name) as string[] ?? [];

    static JsonObject ReadMembers(ReadOnlyMemory<byte> json)
    {
        var read = new JsonObject(json);
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException("it is not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            if (Value(ref reader) is { } value)
                read.members[name] = value;
        }
        // To the end: anything more is an error.
        reader.Read();
        return read;
    }

    string? TextAt(Range range)
    {
        var reader = new Utf8JsonReader(source.Span[range]);
        reader.Read();
        return reader.GetString();
    }

    static object? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                Require(ref reader);
                return (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? number : reader.TryGetDouble(out var fraction) ? (long)fraction : null;
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.StartArray:
                return Texts(ref reader);
            default:
                reader.Skip();
                return null;
        }
    }

    // Decodes it, so that nothing is found wrong with it later.
    static void Require(ref Utf8JsonReader reader)
    {
        var octets = new byte[reader.ValueSpan.Length];
        reader.CopyString(octets);
        CryptographicOperations.ZeroMemory(octets);
    }

    static string[] Texts(ref Utf8JsonReader reader)
    {
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
                texts.Add(reader.GetString() ?? "");
            else
                reader.Skip();
        }
        return [.. texts];
    }
}
