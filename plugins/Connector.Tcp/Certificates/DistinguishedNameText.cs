using System.Formats.Asn1;
using System.Text;

namespace Msmtp.Connector.Tcp;

// RFC 4514's escapes, but in the certificate's order, as GnuTLS prints names: CN=localhost,O=Lab\, Inc.,C=DE
//   Name ::= SEQUENCE OF SET OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }

/// <summary>A distinguished name (RFC 5280 §4.1.2.4) on one line.</summary>
static class DistinguishedNameText
{
    /// <summary>Never throws: what cannot be read is shown in hexadecimal.</summary>
    public static string Show(ReadOnlyMemory<byte> der)
    {
        try
        {
            var names = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            var parts = new List<string>();
            while (names.HasData)
                parts.Add(Relative(names.ReadSetOf(skipSortOrderValidation: true)));
            return string.Join(',', parts);
        }
        catch (AsnContentException)
        {
            return Hexadecimal(der.Span);
        }
    }

    static string Relative(AsnReader attributes)
    {
        var parts = new List<string>();
        while (attributes.HasData)
        {
            var attribute = attributes.ReadSequence();
            parts.Add(Attribute(attribute.ReadObjectIdentifier(), attribute));
        }
        return string.Join('+', parts);
    }

    static string Attribute(string type, AsnReader value)
    {
        var name = NameOf(type);
        var tag = value.PeekTag();
        return name is not null && tag.TagClass == TagClass.Universal && IsText((UniversalTagNumber)tag.TagValue)
            ? $"{name}={Escape(value.ReadCharacterString((UniversalTagNumber)tag.TagValue))}"
            : $"{name ?? type}={Hexadecimal(value.ReadEncodedValue().Span)}";
    }

    static bool IsText(UniversalTagNumber tag) => tag is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
        or UniversalTagNumber.IA5String or UniversalTagNumber.T61String or UniversalTagNumber.BMPString
        or UniversalTagNumber.VisibleString or UniversalTagNumber.NumericString;

    static string Hexadecimal(ReadOnlySpan<byte> der) => $"#{Convert.ToHexStringLower(der)}";

    // RFC 4514 §2.4. Control characters, which would break the line, are replaced.
    static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var isEdge = value[i] == ' ' && (i == 0 || i == value.Length - 1) || value[i] == '#' && i == 0;
            if (isEdge || value[i] is ',' or '+' or '"' or '\\' or '<' or '>' or ';')
                text.Append('\\');
            text.Append(char.IsControl(value[i]) ? '?' : value[i]);
        }
        return text.ToString();
    }

    static string? NameOf(string type) => type switch
    {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "surName",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "title",
        "2.5.4.13" => "description",
        "2.5.4.15" => "businessCategory",
        "2.5.4.17" => "postalCode",
        "2.5.4.41" => "name",
        "2.5.4.42" => "givenName",
        "2.5.4.43" => "initials",
        "2.5.4.44" => "generationQualifier",
        "2.5.4.46" => "dnQualifier",
        "2.5.4.65" => "pseudonym",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "EMAIL",
        _ => null,
    };
}
