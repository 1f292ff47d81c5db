namespace Msmtp.Hosting;

/// <summary>
/// The Message-ID field (RFC 5322 §3.6.4): a random number of 32 digits, a dot, and the sender with its domain. What of the sender cannot
/// stand there is left out, or gives way to the host.
/// </summary>
static class MessageIdField
{
    public static string Value(HeaderPolicy policy)
    {
        var sender = HeaderAddress.Of(policy.Author);
        var localPart = AddressParts.LocalPart(sender);
        var domain = sender.Length > localPart.Length ? sender[(localPart.Length + 1)..] : "";
        return $"<{policy.UniqueId():N}{(HeaderText.IsDotAtom(localPart) ? "." + localPart : "")}@{(IsRightSide(domain) ? domain : policy.Host)}>";
    }

    // id-right = dot-atom-text / no-fold-literal
    static bool IsRightSide(ReadOnlySpan<char> domain) =>
        HeaderText.IsDomain(domain) || domain is ['[', .. var literal, ']'] && !literal.ContainsAny("[]\\ ") && !literal.ContainsAnyExceptInRange('!', '~');
}
