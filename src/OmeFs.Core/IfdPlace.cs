namespace OmeFs.Core;

/// <summary>Where a plane lies: in an IFD of one of the files that are shown together.</summary>
/// <param name="File">The file's place among them, from 0.</param>
/// <param name="Ifd">The IFD's place in that file's main chain, from 0; negative where the plane lies nowhere.</param>
/// <param name="Plane">Which of the planes in the IFD, from 0: volumes, and stacks that go on behind the one IFD they have, have several.</param>
public readonly record struct IfdPlace(int File, int Ifd, int Plane = 0)
{
    public static readonly IfdPlace Nowhere = new(-1, -1);

    public bool IsNowhere => Ifd < 0;
}
