namespace Msmtp.Secrets.GitCredential;

/// <summary>The names of the three operations.</summary>
sealed record HelperOperations(string Get, string Store, string Erase)
{
    /// <summary>Those of a helper, gitcredentials(7).</summary>
    public static HelperOperations Helper { get; } = new("get", "store", "erase");

    /// <summary>Those of git-credential(1).</summary>
    public static HelperOperations Git { get; } = new("fill", "approve", "reject");
}
