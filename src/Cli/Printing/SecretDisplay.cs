namespace Msmtp.Cli;

/// <summary>Whether <c>--debug</c> shows what authenticates.</summary>
enum SecretDisplay
{
    /// <summary>Three stars stand for it.</summary>
    Hidden,

    /// <summary>As it is sent: base64, which hides nothing.</summary>
    Shown,
}
