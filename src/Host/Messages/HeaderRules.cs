using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// What is added before a header and what is removed from it. Pure except for the clock and the random source of its policy. What remains
/// is not moved, and nothing in it changes but names that are given a domain.
/// </summary>
static class HeaderRules
{
    /// <summary>The header to be sent, including the empty line if the message has one.</summary>
    public static ReadOnlyMemory<byte> Apply(HeaderBlock header, HeaderPolicy policy)
    {
        if (policy.LocalDomain is { } domain)
            header = HeaderCompletion.Of(header, domain);
        var found = HeaderFindings.In(header);
        var replacesFrom = ReplacesFrom(policy, found);
        var sender = SenderField.Of(header, policy, isAuthor: replacesFrom);
        var name = replacesFrom && policy.KeepsName ? AuthorName.In(header) : null;
        var added = OctetText.Encode(Added(policy, found, replacesFrom ? FromField.Value(policy.Author, name, policy.FullName) : null, sender.Value));
        var result = new byte[added.Length + header.Octets.Length + 1];
        added.CopyTo(result, 0);
        var length = added.Length;
        foreach (var field in header)
        {
            if (IsRemoved(field, policy, replacesFrom) || sender.IsReplaced && field.Is("Sender"u8))
                continue;
            field.Octets.CopyTo(result.AsSpan(length));
            length += field.Octets.Length;
        }
        if (header.HasEmptyLine)
            result[length++] = (byte)'\n';
        return result.AsMemory(0, length);
    }

    // A mail that names a sender says more than an envelope without one.
    static bool ReplacesFrom(HeaderPolicy policy, HeaderFindings found) => policy.From switch
    {
        FieldHandling.On => !found.HasSender || !NullSender.Is(policy.Sender),
        FieldHandling.Auto => !found.HasSender,
        _ => false,
    };

    static string Added(HeaderPolicy policy, HeaderFindings found, string? from, string? sender)
    {
        var (addsTo, addsDate) = (policy.To != ToHandling.Off, policy.AddsDate && !found.HasDate);
        var addsMessageId = policy.AddsMessageId && !found.HasMessageId;
        if (from is null && sender is null && !addsTo && !addsDate && !addsMessageId)
            return "";
        var added = new StringBuilder();
        if (from is not null)
            added.Append("From: ").Append(from).Append('\n');
        if (sender is not null)
            added.Append("Sender: ").Append(sender).Append('\n');
        if (addsTo)
            added.Append("To: ").Append(ToValue(policy)).Append('\n');
        if (addsDate)
            added.Append("Date: ").Append(DateField.Value(policy.Time.GetLocalNow())).Append('\n');
        if (addsMessageId)
            added.Append("Message-ID: ").Append(MessageIdField.Value(policy)).Append('\n');
        return added.ToString();
    }

    static string ToValue(HeaderPolicy policy) =>
        policy.To == ToHandling.On && policy.Recipients.Count > 0 ? ToField.Value(policy.Recipients) : ToField.Undisclosed;

    static bool IsRemoved(HeaderField field, HeaderPolicy policy, bool replacesFrom) =>
        replacesFrom && field.Is("From"u8)
        || policy.To != ToHandling.Off && field.IsDestination
        || policy.RemovesBcc && field.Is("Bcc"u8);
}

/// <summary>The Date field (RFC 5322 §3.3): <c>Sun, 22 Nov 2026 17:18:04 +0530</c>.</summary>
static class DateField
{
    public static string Value(DateTimeOffset time)
    {
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{time:ddd, dd MMM yyyy HH:mm:ss} {sign}{time.Offset:hhmm}");
    }
}
