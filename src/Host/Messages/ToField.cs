using System.Text;

namespace Msmtp.Hosting;

/// <summary>The To field (RFC 5322 §3.6.3).</summary>
static class ToField
{
    /// <summary>The length that a line should not exceed, RFC 5322 §2.1.1.</summary>
    const int LineLimit = 78;

    /// <summary>The value that names nobody.</summary>
    public const string Undisclosed = "undisclosed-recipients:;";

    /// <summary>The addresses, folded between two of them where the line would become too long.</summary>
    public static string Value(IEnumerable<string> recipients)
    {
        var value = new StringBuilder();
        var column = "To:".Length;
        foreach (var recipient in recipients)
        {
            var address = HeaderAddress.Of(recipient);
            if (value.Length > 0)
                value.Append(',');
            if (value.Length > 0 && column + address.Length + ", ,".Length > LineLimit)
            {
                value.Append("\n ");
                column = 0;
            }
            else if (value.Length > 0)
            {
                value.Append(' ');
            }
            value.Append(address);
            column += address.Length + ", ".Length;
        }
        return value.ToString();
    }
}
