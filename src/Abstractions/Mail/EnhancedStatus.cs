namespace Msmtp;

/// <summary>An enhanced status code: class, subject, detail (RFC 3463 §2), such as 5.1.1.</summary>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>The code as it stands in a reply.</summary>
    public override string ToString() => $"{Class}.{Subject}.{Detail}";
}
