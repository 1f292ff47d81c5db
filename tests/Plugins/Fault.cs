namespace Msmtp.Plugins.Tests;

/// <summary>Something that is wrong with a plugin, and what the user is told.</summary>
/// <param name="Title">What is wrong.</param>
/// <param name="Arrange">Makes it so.</param>
sealed record Fault(string Title, Action<PluginFolder> Arrange)
{
    /// <summary>The plugin that msmtprc names.</summary>
    public string Plugin { get; init; } = "Faulty";

    /// <summary>Further lines of msmtprc.</summary>
    public string Settings { get; init; } = "";

    /// <summary>What the server says up to the point where the fault shows; null: it takes mail.</summary>
    public string? Script { get; init; }

    /// <summary>Who gets the mail; null: there is none.</summary>
    public string? Recipient { get; init; } = "you@example.net";

    /// <summary>The mail arrives all the same.</summary>
    public bool IsDelivered { get; init; }

    public override string ToString() => Title;
}
