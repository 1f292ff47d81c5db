namespace Msmtp;

/// <summary>What a server thought of a secret.</summary>
public enum SecretVerdict
{
    /// <summary>Authentication succeeded with it.</summary>
    Accepted,

    /// <summary>Authentication failed with it.</summary>
    Rejected,
}
