using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Http;

/// <summary>
/// Writes <c>application/x-www-form-urlencoded</c> (RFC 6749 appendix B), with secrets as octets and never as text. Nothing here does I/O.
/// <code>
/// form  = [ pair *( "&amp;" pair ) ]
/// pair  = text "=" text
/// text  = *( ALPHA / DIGIT / "*" / "-" / "." / "_" / "+" / "%" 2HEXDIG )      ; of UTF-8; "+" is a space
/// </code>
/// </summary>
sealed class FormWriter : IDisposable
{
    // A shorter one could be a part of any word.
    const int ShortestSecret = 8;

    readonly SecretBuffer form = new();
    readonly List<Secret> secrets = [];

    /// <summary>Adds a pair; without a value nothing.</summary>
    public FormWriter Add(string name, string? value) => value is null ? this : Add(name, OctetText.Encode(value));

    /// <inheritdoc cref="Add(string, string?)"/>
    public FormWriter Add(string name, Secret? value)
    {
        if (value is null)
            return this;
        secrets.Add(new Secret(value.Reveal().ToArray()));
        return Add(name, value.Reveal());
    }

    /// <summary>Adds a pair whose value is a secret all the same.</summary>
    public FormWriter AddSecret(string name, string value)
    {
        secrets.Add(Secret.FromText(value));
        return Add(name, value);
    }

    /// <summary>Overwrites the secrets of the form in an answer that repeats what it refuses.</summary>
    public void BlankIn(HttpAnswer answer)
    {
        foreach (var secret in secrets)
            if (secret.Reveal().Length >= ShortestSecret)
                answer.Blank(secret.Reveal());
    }

    /// <summary>The form, which the caller disposes. The writer has zeroed its own copy, and is not used again.</summary>
    public Secret ToSecret() => Finish(form);

    /// <summary>
    /// User name and password of HTTP Basic, each of them encoded like the text of a form (RFC 6749 §2.3.1). The caller disposes the
    /// result.
    /// </summary>
    public static Secret Credentials(string id, Secret secret)
    {
        var credentials = new SecretBuffer();
        Encode(OctetText.Encode(id), credentials);
        credentials.Add((byte)':');
        Encode(secret.Reveal(), credentials);
        return Finish(credentials);
    }

    /// <summary>Zeroes its secrets, and a form that was not finished.</summary>
    public void Dispose()
    {
        form.Dispose();
        secrets.ForEach(static secret => secret.Dispose());
    }

    FormWriter Add(string name, ReadOnlySpan<byte> value)
    {
        if (form.Length > 0)
            form.Add((byte)'&');
        Encode(OctetText.Encode(name), form);
        form.Add((byte)'=');
        Encode(value, form);
        return this;
    }

    static Secret Finish(SecretBuffer buffer)
    {
        var secret = new Secret(buffer.Octets.ToArray());
        buffer.Dispose();
        return secret;
    }

    static void Encode(ReadOnlySpan<byte> octets, SecretBuffer to)
    {
        foreach (var octet in octets)
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'*' or (byte)'-' or (byte)'.' or (byte)'_')
                to.Add(octet);
            else if (octet == (byte)' ')
                to.Add((byte)'+');
            else
                AddEscaped(octet, to);
        }
    }

    static void AddEscaped(byte octet, SecretBuffer to)
    {
        to.Add((byte)'%');
        to.Add(Digit(octet >> 4));
        to.Add(Digit(octet & 15));
    }

    static byte Digit(int value) => "0123456789ABCDEF"u8[value];
}
