namespace OmeFs.Core;

/// <summary>Where a plane lies: in an IFD of one of the files that are shown together.</summary>
/// <param name="File">The file's place among them, from 0.</param>
/// <param name="Ifd">The IFD's place in that file's main chain, from 0; negative where the plane lies nowhere.</param>
public readonly record struct IfdPlace(int File, int Ifd)
{
    public static readonly IfdPlace Nowhere = new(-1, -1);

    public bool IsNowhere => Ifd < 0;
}
