namespace OmeFs.Core.Tiff;

/// <summary>The colour that the samples of a pixel stand for: tag 262.</summary>
internal enum Photometric
{
    /// <summary>The tag is missing or not a number.</summary>
    Unknown = -1,
    MinIsWhite = 0,
    MinIsBlack = 1,
    Rgb = 2,
    Palette = 3,
    TransparencyMask = 4,
    Separated = 5,
    YCbCr = 6,
    CieLab = 8,
    IccLab = 9,
    ItuLab = 10,
    LogL = 32844,
    LogLuv = 32845,
}
