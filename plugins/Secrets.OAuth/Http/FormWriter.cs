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
    readonly SecretBuffer form = new();

    /// <summary>Adds a pair; without a value nothing.</summary>
    public FormWriter Add(string name, string? value) => value is null ? this : Add(name, OctetText.Encode(value));

    /// <inheritdoc cref="Add(string, string?)"/>
    public FormWriter Add(string name, Secret? value) => value is null ? this : Add(name, value.Reveal());

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

    /// <summary>Zeroes a form that was not finished.</summary>
    public void Dispose() => form.Dispose();

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
